/** Event stores as people read them: by a double click, tab by tab, to the code and back; and nothing in them that runs. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { writeStore, writeStores } from '../host/stores';
import { picture } from './pictures';
import { type Stage, openStage } from './stage';
import type { Workbench } from './workbench';

const large = { width: 1400, height: 900 } as const;
const small = { width: 1100, height: 720 } as const;

/** The page in the tab that is in front. */
export function panelOf(page: Page): FrameLocator {
  return page.locator('iframe.webview.ready').last().contentFrame().locator('iframe#active-frame').contentFrame();
}

async function openInExplorer({ page, openView, row, until }: Workbench, name: string): Promise<FrameLocator> {
  // Until extensions are known a file opens as VS Code itself would show it.
  await openView();
  await row(name).waitFor();
  const explorer = page.locator('.activitybar .action-label[aria-label^="Explorer"]');
  const entry = (text: string): Locator =>
    page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: text }).first();
  await until(() => explorer.click(), entry('storage'));
  await until(() => entry('storage').click(), entry(name));
  await until(() => entry(name).dblclick(), page.locator('.tab.active', { hasText: name }));
  const panel = panelOf(page);
  // A page that is loading takes the focus, and what is typed meanwhile with it.
  await panel.getByRole('tab', { name: 'Overview' }).waitFor();
  return panel;
}

const tab = (panel: FrameLocator, title: string): Locator => panel.getByRole('tab', { name: title });
const option = (panel: FrameLocator, text: string | RegExp): Locator =>
  panel.getByRole('option').filter({ hasText: text }).first();

async function withStores(stage: Stage, write = writeStores): Promise<string> {
  const folder = stage.sample('hd-tickets');
  await write(folder);
  return folder;
}

/** What is in the folder of the stores, byte for byte. */
function listing(folder: string): readonly string[] {
  const storage = join(folder, 'storage');
  return readdirSync(storage)
    .sort()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(storage, name)))
          .digest('hex')}`,
    );
}

export const inspecting: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'a double click opens a store; its tabs, its filter, and an event lead to the code and back': async (stage) => {
    const folder = await withStores(stage, writeStore);
    const before = listing(folder);
    await stage.play('inspector', { folder, ...large }, async (workbench) => {
      const { page } = workbench;
      const panel = await openInExplorer(workbench, 'hd-tickets.sqlite');
      await panel.getByRole('grid', { name: 'Event types' }).getByText('TicketPriceChanged').waitFor();
      await panel.getByText('57 events').first().waitFor();
      await page.locator('.statusbar-item', { hasText: /hd-tickets\.sqlite: \d+ failures/ }).waitFor();
      await page.locator('.statusbar-item', { hasText: '17 events' }).waitFor();
      await picture(page, 'inspector-overview-dark');

      await tab(panel, 'Events').click();
      await option(panel, 'TicketAvailabilityChanged').waitFor();
      const filter = panel.getByRole('combobox').first();
      await filter.fill('type:TicketPriceChanged');
      await filter.press('Enter');
      await panel.getByText('9 of 57 events').first().waitFor();
      assert.equal(await option(panel, 'TicketAvailabilityChanged').count(), 0);
      await option(panel, 'TicketPriceChanged').click();
      await panel.getByText('position 56').waitFor();
      await picture(page, 'inspector-events-dark');
      await option(panel, 'TicketPriceChanged').press('Enter');
      await page.locator('.tab.active', { hasText: 'TicketPriceChanged.php' }).waitFor();
      await page.locator('.statusbar-item', { hasText: 'Ln 8, Col 13' }).waitFor();

      await page.locator('.tab', { hasText: 'hd-tickets.sqlite' }).click();
      const again = panelOf(page);
      await again.getByText('9 of 57 events').first().waitFor();
      assert.equal(await tab(again, 'Events').getAttribute('aria-selected'), 'true');

      await tab(again, 'Failures').click();
      await again.getByText('Nothing has been changed').first().waitFor();
      await picture(page, 'inspector-failures-dark');
      for (const title of ['Streams', 'Jobs', 'Projections', 'Snapshots', 'Fields', 'Integrity']) {
        await tab(again, title).click();
        await again
          .locator('[role=tabpanel]')
          .getByRole('status')
          .or(again.locator('[role=tabpanel]'))
          .first()
          .waitFor();
        await picture(page, `inspector-${title.toLowerCase()}-dark`);
      }
    });
    assert.deepEqual(listing(folder), before);
  },

  'over a class a lens says how many are stored and shows them': async (stage) => {
    const folder = await withStores(stage);
    await stage.play('stored', { folder, ...small }, async (workbench) => {
      const { page, lens, until } = workbench;
      await openInExplorer(workbench, 'hd-tickets.sqlite');
      await workbench.openFile('TicketPriceChanged.php');
      await lens('9 stored').waitFor();
      await picture(page, 'inspector-lens');
      await until(() => lens('9 stored').click(), page.locator('.tab.active', { hasText: 'hd-tickets.sqlite' }));
      const panel = panelOf(page);
      await panel.getByText('9 of 57 events').first().waitFor();
    });
  },

  'the view lists the stores of the folder, and what is in one once it is opened': async (stage) => {
    const folder = await withStores(stage);
    await stage.play('stores', { folder, ...small }, async (workbench) => {
      const { page, row, until } = workbench;
      await workbench.openView();
      await row('hd-tickets.sqlite').waitFor();
      await row('orders.jsonl').waitFor();
      await until(() => row('thumbs.db').locator('.monaco-tl-twistie').click(), row('thumbs.db is text'));
      await until(() => row('hd-tickets.sqlite').locator('.monaco-tl-twistie').click(), row(/Failures.*open/));
      await row(/hd-tickets\.sqlite.*57 events, last/).waitFor();
      await row(/Projections.*failed/).waitFor();
      await page.locator('.sidebar .pane-header', { hasText: 'Event Graph' }).click();
      await row(/TicketPriceUpdated/).waitFor();
      await picture(page, 'stores-view');
      const opened = page.locator('.tab.active', { hasText: 'hd-tickets.sqlite' });
      await until(() => row(/TicketPriceUpdated/).click(), opened);
      const panel = panelOf(page);
      await panel.getByText('3 of 57 events').first().waitFor();
      await until(() => row(/Failures.*open/).click(), panel.getByText('Nothing has been changed').first());
    });
  },

  'what a store holds is text: no script of it runs and no picture of it loads': async (stage) => {
    const folder = await withStores(stage);
    await stage.play('hostile', { folder, ...small }, async (workbench) => {
      const { page, row, until } = workbench;
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await workbench.openView();
      await until(() => row('hostile.sqlite').click(), page.locator('.tab.active', { hasText: 'hostile.sqlite' }));
      const panel = panelOf(page);
      await tab(panel, 'Events').click();
      await option(panel, '<script>').click();
      await panel.getByText('onerror=').first().waitFor();
      await picture(page, 'inspector-hostile');
      const inside = await panel.locator('body').evaluate((body) => {
        const script = body.ownerDocument.createElement('script');
        script.textContent = 'document.title = "taken"';
        body.append(script);
        body.insertAdjacentHTML('beforeend', '<button onclick="document.title = \'taken\'">x</button>');
        body.querySelector('button:last-of-type')?.dispatchEvent(new Event('click'));
        return {
          title: body.ownerDocument.title,
          images: body.querySelectorAll('img').length,
          scripts: body.ownerDocument.scripts.length,
        };
      });
      assert.notEqual(inside.title, 'taken');
      assert.equal(inside.images, 0);
      assert.ok(!requests.some((url) => url.endsWith('/x')), requests.join('\n'));
    });
  },

  'a connection is asked for, kept as a name, and taken away again': async (stage) => {
    const folder = await withStores(stage);
    await stage.play('connection', { folder, ...small }, async (workbench) => {
      const { page, row, until } = workbench;
      await workbench.openView();
      await row('hd-tickets.sqlite').waitFor();
      await workbench.run('Event Wiring: Add Connection');
      const input = page.locator('.quick-input-widget input');
      await page.locator('.quick-input-widget input[type="password"]').waitFor();
      await input.fill('redis://me:s3cret@127.0.0.1/0');
      await page.locator('.quick-input-message', { hasText: 'Begins with postgres://' }).waitFor();
      await input.fill('postgres://me:s3cret@127.0.0.1:1/tickets');
      await input.press('Enter');
      await page.locator('.quick-input-widget', { hasText: 'What to call it' }).waitFor();
      assert.equal(await input.inputValue(), 'tickets on 127.0.0.1');
      await input.press('Enter');
      await page.locator('.tab.active', { hasText: 'tickets on 127.0.0.1' }).waitFor();
      await panelOf(page).getByRole('button', { name: 'Try Again' }).waitFor();
      assert.ok(!(await panelOf(page).locator('body').innerText()).includes('s3cret'));
      await row('tickets on 127.0.0.1').waitFor();
      await picture(page, 'inspector-connection');
      const remove = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Remove' });
      await until(async () => {
        await row('tickets on 127.0.0.1').hover();
        await row('tickets on 127.0.0.1').locator('.action-label[aria-label="Remove Connection…"]').click();
      }, remove);
      await remove.click();
      await row('tickets on 127.0.0.1').waitFor({ state: 'detached' });
    });
  },

  'a prepared statement is run only after a second question': async (stage) => {
    const folder = await withStores(stage);
    await stage.play('prepared', { folder, ...large }, async (workbench) => {
      const { page, until } = workbench;
      const panel = await openInExplorer(workbench, 'hd-tickets.sqlite');
      const before = listing(folder);
      const run = panel.getByRole('button', { name: 'Run on Store' }).first();
      await until(() => tab(panel, 'Failures').click(), run);
      const dialog = page.locator('.monaco-dialog-box');
      const asked = dialog.filter({ hasText: /Change \d+ rows? in .* of hd-tickets\.sqlite\?/ });
      await until(() => run.click(), asked);
      await picture(page, 'inspector-run');
      await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual(listing(folder), before);
      const confirm = dialog.locator('.monaco-button', { hasText: 'Run Statement' });
      await until(() => run.click(), confirm);
      await confirm.click();
      await panel.getByText('1 row changed.').waitFor();
      assert.notDeepEqual(listing(folder), before);
    });
  },

  'Restricted Mode: the inspector reads, statements are off': async () => {
    const restricted = await openStage({ 'security.workspace.trust.startupPrompt': 'never' }, true);
    try {
      const folder = await withStores(restricted);
      await restricted.play('restricted-store', { folder, ...large }, async (workbench) => {
        const panel = await openInExplorer(workbench, 'hd-tickets.sqlite');
        await panel.getByText('57 events').first().waitFor();
        const before = listing(folder);
        await tab(panel, 'Failures').click();
        await panel.getByRole('button', { name: 'Run on Store' }).first().click();
        await panel.getByText(/off in Restricted Mode/).waitFor();
        await picture(workbench.page, 'inspector-restricted');
        assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
        assert.deepEqual(listing(folder), before);
      });
    } finally {
      await restricted.close();
    }
  },
};
