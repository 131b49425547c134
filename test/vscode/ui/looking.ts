/** From the view to the code and back: tree, lenses, hovers, lists, filter. */
import assert from 'node:assert/strict';
import { picture } from './pictures';
import type { Stage } from './stage';

export const looking: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'the tree leads to the line, a lens to its list, and Escape back': (stage) =>
    stage.play(
      'tree',
      { folder: stage.sample('hd-tickets'), width: 1200, height: 720, scale: 1.5 },
      async (workbench) => {
        const { page, row, lens, pick, line, until } = workbench;
        await workbench.openView();
        await until(() => row('App\\Domain\\Ticket\\Events').click(), row('TicketPriceChanged'));
        await page.locator('.statusbar-item', { hasText: '17 events' }).waitFor();
        await page.locator('.activitybar .badge', { hasText: '4' }).waitFor();

        const opened = page.locator('.tab.active', { hasText: 'TicketPriceChanged.php' });
        await until(() => row('TicketPriceChanged').click(), opened);
        await page.locator('.statusbar-item', { hasText: 'Ln 8, Col 13' }).waitFor();
        await until(() => page.keyboard.press('ArrowRight'), row('NotifyPriceWatchers'));
        await lens('3 listeners').waitFor();

        const name = line('final class').locator('span > span', { hasText: 'TicketPriceChanged' }).first();
        const hover = page
          .locator('.monaco-resizable-hover, .monaco-hover')
          .filter({ hasText: 'NotifyPriceWatchers' })
          .first();
        await until(async () => {
          await line('final class').hover({ position: { x: 1, y: 1 } });
          await name.hover();
        }, hover);
        await hover.getByText('Copy Name').waitFor();
        await picture(page, 'sidebar-dark');

        await until(() => lens('3 listeners').click(), pick('NotifyPriceWatchers'));
        await page.locator('.tab.active', { hasText: 'TicketReadModelProjection.php' }).waitFor();
        await page.keyboard.press('ArrowDown');
        await page.locator('.tab.active', { hasText: 'AppendToAuditLog.php' }).waitFor();
        await picture(page, 'lens-list', { x: 0, y: 0, width: 1200, height: 420 });
        await page.keyboard.press('Escape');
        await page.locator('.tab.active', { hasText: 'TicketPriceChanged.php' }).waitFor();

        const elsewhere = page.locator('.tab.active', { hasNotText: 'TicketPriceChanged.php' });
        await until(() => lens('1 dispatcher').click(), elsewhere);
      },
    ),

  'the list of a lens opens the editor’s own peek': (stage) =>
    stage.play('peek', { folder: stage.sample('hd-tickets') }, async (workbench) => {
      const { page, lens, pick, until } = workbench;
      await workbench.openView();
      await workbench.row('App\\Domain\\Ticket\\Events').waitFor();
      await workbench.openFile('TicketPriceChanged.php');
      await until(() => lens('3 listeners').click(), pick('NotifyPriceWatchers'));
      await page.locator('.quick-input-titlebar .action-label[aria-label="Peek All"]').click();
      await page
        .locator('.peekview-widget .ref-tree .monaco-list-row', { hasText: 'NotifyPriceWatchers.php' })
        .waitFor();
    }),

  'the filter follows what is typed, is told and cleared': (stage) =>
    stage.play(
      'filter',
      { folder: stage.sample('hd-tickets'), width: 900, height: 620, scale: 1.5 },
      async (workbench) => {
        const { page, row, until } = workbench;
        await workbench.openView();
        await until(() => row('App\\Domain\\Ticket\\Events').click(), row('TicketPriceChanged'));
        const input = page.locator('.quick-input-widget input[type="text"]');
        await until(() => page.keyboard.press('Control+Alt+KeyF'), input);
        await input.fill('purch');
        await page.locator('.sidebar .message', { hasText: 'Filter "purch": 3 of 17 events' }).waitFor();
        await row('PurchaseCompleted').waitFor();
        assert.equal(await row('TicketPriceChanged').count(), 0);
        await input.press('Enter');
        await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
        await row('PurchaseCompleted').hover();
        await picture(page, 'filter', { x: 0, y: 0, width: 520, height: 400 });
        await until(async () => {
          await page.locator('.sidebar .pane-header', { hasText: 'Event Graph' }).hover();
          await page.locator('.sidebar .action-label[aria-label="Clear Filter"]').first().click();
        }, row('TicketPriceChanged'));
        await page.locator('.sidebar .message', { hasText: 'Filter' }).waitFor({ state: 'hidden' });
      },
    ),

  'an event is found by name, explained, and shown with its chain': (stage) =>
    stage.play('explain', { folder: stage.sample('hd-tickets'), width: 1200, height: 760 }, async (workbench) => {
      const { page, row, pick, until } = workbench;
      await workbench.openView();
      await row('App\\Domain\\Monitoring\\Events').waitFor();
      await workbench.run('Event Wiring: Find Event');
      await pick('MonitoringStopped').waitFor();
      const input = page.locator('.quick-input-widget input[type="text"]');
      await input.fill('MonitoringStopped');
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'MonitoringStopped' }).waitFor();
      await input.press('Enter');
      await page.locator('.tab.active', { hasText: 'MonitoringStopped.php' }).waitFor();
      await until(
        async () => {
          await row('MonitoringStopped').hover();
          await row('MonitoringStopped').locator('.action-label[aria-label="Show Chain"]').click();
        },
        page.locator('.tab.active', { hasText: 'Preview' }),
      );
      const preview = page
        .locator('iframe.webview.ready')
        .last()
        .contentFrame()
        .locator('iframe#active-frame')
        .contentFrame();
      await preview.locator('body', { hasText: 'PlatformStatusChanged' }).waitFor();
      await picture(page, 'chain');
    }),
};
