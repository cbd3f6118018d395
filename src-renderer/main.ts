import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createConsoleVuetify } from './plugins/vuetify.ts'
import { themeSheet } from './plugins/theme-sheet.ts'
import { createConsoleRouter } from './router/router.ts'
import './styles/fonts.css'
import 'vuetify/styles/core'
import './styles/base.css'
import './styles/controls.css'
import './styles/high-contrast.css'

createApp(App)
  .provide('usehead', themeSheet()) // before Vuetify: it looks for this when it is installed
  .use(createConsoleVuetify())
  .use(createPinia())
  .use(createConsoleRouter())
  .mount('#app')
