import { createRouter, createWebHashHistory, type RouterHistory } from 'vue-router'
import ActivityView from '../views/ActivityView.vue'
import AuditView from '../views/AuditView.vue'
import DeskLogsView from '../views/DeskLogsView.vue'
import DesksView from '../views/DesksView.vue'
import DevicesView from '../views/DevicesView.vue'
import IntuneLogView from '../views/IntuneLogView.vue'
import OtherRowsView from '../views/OtherRowsView.vue'
import SettingsView from '../views/SettingsView.vue'

/** Addresses after the "#": the pages come from one file, and nothing of them is sent anywhere. */
export function createConsoleRouter(history: RouterHistory = createWebHashHistory()) {
  return createRouter({
    history,
    routes: [
      { path: '/', redirect: '/devices' },
      { path: '/devices', name: 'devices', component: DevicesView, meta: { title: 'Devices' } },
      { path: '/activity', name: 'activity', component: ActivityView, meta: { title: 'Activity' } },
      { path: '/audit', name: 'audit', component: AuditView, meta: { title: 'Audit log' } },
      { path: '/audit/intune', name: 'audit-intune', component: IntuneLogView, meta: { title: 'Compare with Intune' } },
      { path: '/audit/desks', name: 'audit-desks', component: DesksView, meta: { title: 'Desks' } },
      { path: '/audit/logs', name: 'audit-logs', component: DeskLogsView, meta: { title: 'Logs of this desk' } },
      { path: '/audit/events', name: 'audit-events', component: OtherRowsView, meta: { title: 'Other rows' } },
      { path: '/settings', name: 'settings', component: SettingsView, meta: { title: 'Settings' } },
      { path: '/:rest(.*)*', redirect: '/devices' },
    ],
  })
}
