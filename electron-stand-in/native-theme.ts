import { StrictEmitter, strict } from './strict.ts'

type Source = 'system' | 'light' | 'dark'
let source: Source = 'system'
let isSystemDark = false

class NativeTheme extends StrictEmitter {
  constructor() {
    super('nativeTheme', ['updated'])
  }

  get themeSource(): Source {
    return source
  }

  /** Changes what main is told; the page's own prefers-color-scheme stays the browser's (see README). */
  set themeSource(wanted: Source) {
    change(() => {
      source = wanted
    })
  }

  get shouldUseDarkColors(): boolean {
    return source === 'system' ? isSystemDark : source === 'dark'
  }
}

const raw = new NativeTheme()
export const nativeTheme = strict('nativeTheme', raw)

function change(apply: () => void): void {
  const before = [raw.shouldUseDarkColors, source].join()
  apply()
  if (before !== [raw.shouldUseDarkColors, source].join()) raw.emit('updated')
}

export const nativeThemeControl = {
  setSystem: (isDark: boolean): void => change(() => {
    isSystemDark = isDark
  }),
}
