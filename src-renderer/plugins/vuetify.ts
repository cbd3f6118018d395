import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'
import { darkTheme, lightTheme } from './themes.ts'

export function createConsoleVuetify() {
  return createVuetify({
    theme: { defaultTheme: 'system', themes: { light: lightTheme, dark: darkTheme } },
    icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
    defaults: {
      VBtn: { variant: 'flat', rounded: 'md', ripple: false },
      VTextField: { variant: 'outlined', density: 'comfortable', hideDetails: true },
      VTextarea: { variant: 'outlined', density: 'comfortable', hideDetails: true },
      VRadioGroup: { hideDetails: true, density: 'compact', color: 'primary' },
      VSwitch: { hideDetails: true, density: 'compact', color: 'primary', inset: true },
    },
  })
}
