import type { Locator, Page } from 'playwright-core'

const isFocused = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element === document.activeElement)

/** Presses a key until the focus is where somebody wants it; throws where it never gets, which is what a person without a mouse would find. */
export async function reach(page: Page, locator: Locator, key = 'Tab', most = 80): Promise<void> {
  await locator.waitFor()
  for (let presses = 0; presses < most; presses += 1) {
    if (await isFocused(locator)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${String(locator)} cannot be reached with ${key}`)
}

/** Reaches it and presses Enter. */
export async function reachAndPress(page: Page, locator: Locator, key = 'Tab'): Promise<void> {
  await reach(page, locator, key)
  await page.keyboard.press('Enter')
}

/** Reaches a field and types into it. */
export async function reachAndType(page: Page, locator: Locator, text: string): Promise<void> {
  await reach(page, locator)
  await page.keyboard.type(text)
}
