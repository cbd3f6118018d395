import { createRouter, createWebHashHistory, type RouterHistory } from 'vue-router'
import DevicesView from '../views/DevicesView.vue'

/** Addresses after the "#": the pages come from one file, and nothing of them is sent anywhere. */
export function createConsoleRouter(history: RouterHistory = createWebHashHistory()) {
  return createRouter({
    history,
    routes: [
      { path: '/', redirect: '/devices' },
      { path: '/devices', name: 'devices', component: DevicesView, meta: { title: 'Devices' } },
      { path: '/activity', name: 'activity', component: () => import('../views/ActivityView.vue'), meta: { title: 'Activity' } },
      { path: '/audit', name: 'audit', component: () => import('../views/AuditView.vue'), meta: { title: 'Audit log' } },
      { path: '/audit/intune', name: 'audit-intune', component: () => import('../views/IntuneLogView.vue'), meta: { title: 'Compare with Intune' } },
      { path: '/audit/desks', name: 'audit-desks', component: () => import('../views/DesksView.vue'), meta: { title: 'Desks' } },
      { path: '/audit/logs', name: 'audit-logs', component: () => import('../views/DeskLogsView.vue'), meta: { title: 'Logs of this desk' } },
      { path: '/audit/events', name: 'audit-events', component: () => import('../views/OtherRowsView.vue'), meta: { title: 'Other rows' } },
      { path: '/settings', name: 'settings', component: () => import('../views/SettingsView.vue'), meta: { title: 'Settings' } },
      { path: '/:rest(.*)*', redirect: '/devices' },
    ],
  })
}
