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
  /**
   * Does it until its effect is seen, as a person would: a key pressed while the workbench hands the focus to a page that
   * is still loading goes nowhere. What is in sight already is not done.
   */
  until(act: () => Promise<unknown>, seen: Locator): Promise<void>;
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

  async function until(act: () => Promise<unknown>, seen: Locator): Promise<void> {
    for (let tries = 1; tries < 5; tries++) {
      if (await seen.isVisible()) return;
      await act();
      const isSeen = await seen.waitFor({ timeout: 8000 }).then(
        () => true,
        () => false,
      );
      if (isSeen) return;
    }
    await seen.waitFor();
  }
  async function choose(key: string, typed: string, wanted: string): Promise<void> {
    await until(() => page.keyboard.press(key), input);
    await input.fill(typed);
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: wanted }).waitFor();
    await input.press('Enter');
  }
  const row = (text: string | RegExp): Locator =>
    page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
  return {
    page,
    row,
    until,
    lens: (text) => page.locator('.codelens-decoration a').filter({ hasText: text }).first(),
    pick: (text) => rows.filter({ hasText: text }).first(),
    line,
    openView: async () => {
      await page.locator('.monaco-workbench').waitFor();
      const ours = page.locator('.activitybar .action-label[aria-label^="Event Wiring"]');
      await until(() => ours.click(), page.locator('.sidebar .pane-header', { hasText: 'Event Graph' }));
    },
    openFile: async (name) => {
      const opened = page.locator('.tab.active').filter({ hasText: name });
      await until(() => choose('Control+KeyP', name, name), opened);
    },
    run: async (command) => {
      await choose('F1', `>${command}`, command);
    },
    putCursor: async (text, word) => {
      await line(text).locator('span > span').filter({ hasText: word }).first().click();
    },
  };
}
