/** Assertions about a page that is drawing: asked again with every frame until they hold, as a reader would look again. */
import type { Page } from 'playwright-core';

const patience = 20_000;

/** The last failure, when it does not hold in 20 s. Playwright's own way to wait for an expression is against the page's policy. */
export async function eventually(page: Page, holds: () => Promise<void> | void): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)))');
  }
}
