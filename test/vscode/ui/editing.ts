/** Writing code: the squiggle under a misspelt name, the light bulb that mends it, completion and rename. */
import assert from 'node:assert/strict';
import { picture } from './pictures';
import type { Stage } from './stage';

export const editing: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'a misspelt name is underlined, and the light bulb mends it': (stage) =>
    stage.play(
      'mend',
      { folder: stage.sample('nest-shop'), width: 1100, height: 640, scale: 1.5 },
      async (workbench) => {
        const { page, row, line, until } = workbench;
        await workbench.openView();
        await until(() => row('Problems').click(), row(/payment\.succeded/));
        const opened = page.locator('.tab.active', { hasText: 'customer.listener.ts' });
        await until(() => row(/payment\.succeded/).click(), opened);
        await page.locator('.squiggly-warning').first().waitFor();
        const bulb = page
          .locator('.codicon-gutter-lightbulb-auto-fix, .codicon-light-bulb, .lightBulbWidget')
          .locator('visible=true')
          .first();
        await until(
          () => line("'payment.succeded'").locator('span > span', { hasText: 'OnEvent' }).first().click(),
          bulb,
        );
        const mend = page.locator('.action-widget .monaco-list-row').filter({ hasText: 'payment.succeeded' }).first();
        await until(() => bulb.click(), mend);
        await picture(page, 'problems');
        await page.locator('.action-widget .monaco-list-row.focused', { hasText: 'payment.succeeded' }).waitFor();
        await page.keyboard.press('Enter');
        await line("'payment.succeeded'").waitFor();
        await page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
        await page.locator('.activitybar .badge', { hasText: '3' }).waitFor();
      },
    ),

  'a name is completed where one is expected': (stage) =>
    stage.play(
      'complete',
      { folder: stage.sample('nest-shop'), width: 1100, height: 640, scale: 1.5 },
      async (workbench) => {
        const { page, row, line, until } = workbench;
        await workbench.openView();
        await row('Events').waitFor();
        await workbench.openFile('customer.listener.ts');
        await workbench.putCursor("'payment.succeded'", 'OnEvent');
        await page.keyboard.press('Control+Shift+Enter');
        // The same text whether the editor closes quotes itself or not.
        await page.keyboard.type("@OnEvent('')");
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('ArrowLeft');
        const offered = page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'cart.abandoned' });
        await until(() => page.keyboard.press('Control+Space'), offered);
        await page.keyboard.type('payment.f');
        await page.locator('.suggest-widget .monaco-list-row.focused').filter({ hasText: 'payment.failed' }).waitFor();
        await picture(page, 'completion');
        await page.keyboard.press('Enter');
        await line("@OnEvent('payment.failed')").waitFor();
      },
    ),

  'an event name is renamed where it is declared': (stage) => {
    const folder = stage.sample('nest-shop');
    return stage.play('rename', { folder, width: 1000, height: 600, scale: 1.5 }, async (workbench) => {
      const { page, row, line, until } = workbench;
      await workbench.openView();
      await row('Events').waitFor();
      await workbench.openFile('shop-events.ts');
      const name = line("'payment.succeeded'").locator('span > span', { hasText: 'payment.succeeded' }).first();
      const box = page.locator('.rename-box input');
      await until(async () => {
        await name.dblclick();
        await page.keyboard.press('F2');
      }, box);
      assert.equal(await box.inputValue(), 'payment.succeeded');
      await box.fill('payment.settled');
      await box.press('Enter');
      // Others may know the name too, so VS Code shows what would change before it does.
      const preview = page.locator('.refactor-preview, .panel').filter({ hasText: 'Refactor Preview' }).first();
      await preview
        .locator('.monaco-list-row', { hasText: 'shop-events.ts' })
        .locator('input[type="checkbox"], .edit-checkbox')
        .first()
        .click();
      await preview.locator('.monaco-button', { hasText: 'Apply' }).first().click();
      await line("'payment.settled'").waitFor();
    });
  },
};
