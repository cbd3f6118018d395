/** Text that may stand in a document: only {@link html} and {@link raw} make it. */
export interface Markup { readonly markup: string }

/**
 * Characters that nobody sees or that turn the others round: a name with them must not pass for another on paper either. Emoji of several
 * characters keep their joiners; tabs and ends of lines are seen as they are.
 */
const hiddenOrEmoji = /\p{RGI_Emoji}|[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u1680\u2000-\u200a\u202f\u205f\u115f\u1160\u2800\u3164\uffa0]--[\t\n]]/gv
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text of anybody's as it can be read on paper: hidden characters are written out, such as ⟪U+202E⟫. */
export function visible(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(hiddenOrEmoji, (found) => (isEmoji(found) ? found : `⟪U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟫`))
}

const isEmoji = (found: string): boolean => /^\p{RGI_Emoji}$/v.test(found)

/** Text as markup. */
const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')

/** Markup with every text in it escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Markup | readonly Markup[])[]): Markup {
  const shown = values.map((value) => {
    if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
    return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
  })
  return { markup: parts.map((part, index) => part + (shown[index] ?? '')).join('') }
}

/** Markup that is ours, as it stands. */
export const raw = (markup: string): Markup => ({ markup })
