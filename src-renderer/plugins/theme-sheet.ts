interface HeadStyle { readonly style: readonly { readonly textContent: string }[] }

/**
 * Receives the theme's style text from Vuetify and puts it into a constructed style sheet.
 * By itself Vuetify writes a <style> element with innerHTML: that needs both 'unsafe-inline' in style-src and a
 * Trusted Types exception. A constructed sheet needs neither. Vuetify calls this when the app provides "usehead".
 */
export function themeSheet() {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  const write = (head: () => HeadStyle): void => sheet.replaceSync(head().style.map((style) => style.textContent).join('\n'))
  return {
    push(head: () => HeadStyle) {
      write(head)
      return { patch: write }
    },
  }
}
