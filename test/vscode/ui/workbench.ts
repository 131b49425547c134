/** What a person does in the workbench, by name: the tests say what, this says where to click. */
import type { Locator, Page } from 'playwright-core';

export interface Workbench {
  readonly page: Page;
  /** Rows of the view, by what can be read in them. */
  row(text: string | RegExp): Locator;
  lens(text: string | RegExp): Locator;
  /** Rows of the quick pick that is open. */
  pick(text: string | RegExp): Locator;
  /** A line of the active editor. */
  line(text: string): Locator;
  /** Clicks a row of the view until what is below it is seen: a click that meets the tree as it is drawn anew is lost. */
  unfold(section: string, below: string | RegExp): Promise<void>;
  openView(): Promise<void>;
  openFile(name: string): Promise<void>;
  run(command: string): Promise<void>;
  /** Puts the cursor on a word of a line. */
  putCursor(line: string, word: string): Promise<void>;
}

export function workbench(page: Page): Workbench {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const line = (text: string): Locator => page.locator('.editor-instance .view-line').filter({ hasText: text }).first();

  async function choose(typed: string, wanted: string): Promise<void> {
    await input.waitFor();
    await input.fill(typed);
    await rows.filter({ hasText: wanted }).first().waitFor();
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: wanted }).waitFor();
    await page.keyboard.press('Enter');
  }
  const row = (text: string | RegExp): Locator =>
    page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
  return {
    page,
    row,
    unfold: async (section, below) => {
      await row(section).click();
      await row(below)
        .waitFor({ timeout: 10_000 })
        .catch(() => row(section).click());
      await row(below).waitFor();
    },
    lens: (text) => page.locator('.codelens-decoration a').filter({ hasText: text }).first(),
    pick: (text) => rows.filter({ hasText: text }).first(),
    line,
    openView: async () => {
      await page.locator('.monaco-workbench').waitFor();
      await page.locator('.activitybar .action-label[aria-label^="Event Wiring"]').click();
    },
    openFile: async (name) => {
      await page.keyboard.press('Control+KeyP');
      await choose(name, name);
      await page.locator('.tab.active').filter({ hasText: name }).waitFor();
    },
    run: async (command) => {
      await page.keyboard.press('F1');
      await choose(`>${command}`, command);
    },
    putCursor: async (text, word) => {
      await line(text).locator('span > span').filter({ hasText: word }).first().click();
    },
  };
}
