/** The built panel in Chromium, under a webview's policy: what is seen, keys, paging, states, hostile data, accessibility. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { canned, type CannedOptions } from './media/harness/canned';
import { eventually } from './media/harness/eventually';
import { openStage, type Answers, type OpenPanel, type PanelOptions, type Stage } from './media/harness/stage';
import { inspecting, storeSql } from './support/inspector';
import { root } from './support/project';

const now = Date.UTC(2026, 5, 18, 14, 32, 3, 118);
const million = 1_000_000;
let stage: Stage;

before(async () => {
  stage = await openStage();
});
after(() => stage.close());

interface Play extends PanelOptions {
  readonly store?: Partial<CannedOptions>;
  readonly tab?: 'overview' | 'events';
  readonly filter?: string;
  /** In place of what is made up. */
  readonly answers?: Answers;
}

/** One panel; nothing may go wrong in it unseen. */
async function play(options: Play, story: (panel: OpenPanel) => Promise<void>): Promise<void> {
  const { store, tab, filter, answers, ...others } = options;
  const state = { ...(tab ? { tab } : {}), ...(filter === undefined ? {} : { filter }) };
  const panel = await stage.open(answers ?? canned({ events: million, now, ...store }), {
    now,
    start: { state },
    ...others,
  });
  panel.page.setDefaultTimeout(20_000);
  try {
    await story(panel);
    assert.deepEqual(panel.faults, []);
  } finally {
    await panel.close();
  }
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Events, newest first' });
const options = (page: Page) => list(page).getByRole('option');
const selected = (page: Page) => list(page).locator('[role=option][aria-selected=true]');
const text = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).innerText()).replace(/\s+/g, ' ');

void test('media: the overview says what is in the store and what needs attention', () =>
  play({}, async ({ page }) => {
    await page.getByText('OrderListProjector fails').waitFor();
    await page.getByText('8 with a class').waitFor();
    await eventually(page, async () =>
      assert.match(
        await text(page, '.facts'),
        /Total 1,000,000 Today 9,709 \+8% on Thu average Types 9 8 with a class/,
      ),
    );
    const types = page.getByRole('grid', { name: 'Event types' });
    await eventually(page, async () =>
      assert.match(await types.getByRole('row').nth(1).innerText(), /PriceChanged\s+340,000\s+340,000/),
    );
    await eventually(page, async () =>
      assert.match(await types.getByRole('row', { name: /PriceUpdated/ }).innerText(), /no class/),
    );
    await eventually(page, async () =>
      assert.match(await types.getByRole('row', { name: /ParcelLost/ }).innerText(), /unheard/),
    );
    await eventually(page, async () =>
      assert.match(await text(page, '.attention >> nth=3'), /TurnoverProjector is 1,204 events behind/),
    );
    await eventually(page, async () => assert.match(await text(page, '.counts'), /^1,000,000 events/));
  }));

void test('media: a type of the overview filters, with Ctrl it adds to the filter', () =>
  play({}, async ({ page, asked }) => {
    const types = page.getByRole('grid', { name: 'Event types' });
    await types.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox');
    await turns(page, `document.querySelector('[role=combobox]').value === 'type:StockReserved'`);
    await page.getByText('270,000 of 1,000,000 events').waitFor();
    await types.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+Enter');
    await eventually(page, async () => assert.match(await field.inputValue(), /^type:StockReserved type:\w+$/));
    await eventually(page, () =>
      assert.ok(
        asked.some(
          ({ question, params }) => question === 'histogram' && JSON.stringify(params).includes('StockReserved'),
        ),
      ),
    );
  }));

void test('media: tabs, filter and list are reached and left by keys alone', () =>
  play({}, async ({ page, told }) => {
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowRight');
    await options(page).first().waitFor();
    await eventually(page, async () =>
      assert.equal(await page.getByRole('tab', { name: 'Events' }).getAttribute('aria-selected'), 'true'),
    );
    await page.keyboard.press('Control+PageUp');
    await page.locator('.facts').waitFor();
    await page.keyboard.press('Control+PageDown');
    await options(page).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('type:Parcel');
    await page.locator('.suggest').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox');
    await eventually(page, async () => assert.equal(await field.inputValue(), 'type:ParcelShipped '));
    await page.keyboard.press('Enter');
    await page.getByText('70,000 of 1,000,000 events').waitFor();
    await page.keyboard.press('ArrowDown');
    await eventually(page, async () =>
      assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Events, newest first'),
    );
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Escape');
    await turns(page, `document.querySelector('[role=combobox]').value === ''`);
    await page.locator('.counts', { hasText: /^1,000,000 events/ }).waitFor();
    await turns(page, `document.querySelector('[role=option]').getAttribute('aria-setsize') === '1000000'`);
    await eventually(page, () => assert.ok(told.some((message) => message.kind === 'code')));
  }));

void test('media: the list moves, opens the class, copies, compares, and goes along causes', () =>
  play({ tab: 'events' }, async ({ page, told, until }) => {
    await options(page).first().waitFor();
    await page.getByRole('tree', { name: 'Payload' }).waitFor();
    await list(page).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await eventually(page, async () => assert.equal(await selected(page).getAttribute('aria-posinset'), '4'));
    await eventually(page, async () =>
      assert.match(
        (await selected(page).getAttribute('aria-label')) ?? '',
        /^OrderPlaced, 128\.50 EUR.*, 14:31:59\.607$|^OrderPlaced/,
      ),
    );
    await page.getByText('CheckoutController::store').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+c');
    await turns(page, `document.querySelector('.detail h2')?.textContent.includes('OrderPlaced')`);
    await page.keyboard.press('[');
    await turns(
      page,
      `document.querySelector('[role=option][aria-selected=true]')?.getAttribute('aria-posinset') === '5'`,
    );
    await page.keyboard.press('c');
    await page
      .getByTitle('Compare with Selected (C)')
      .or(page.getByTitle('Selected for Compare: Choose Another Event'))
      .waitFor();
    await page.keyboard.press('Space');
    await eventually(page, async () =>
      assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Payload'),
    );
    await page.keyboard.press('Escape');
    await eventually(page, async () =>
      assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Events, newest first'),
    );
    const opened = told.find((message) => message.kind === 'open');
    assert.match(opened?.location.uri ?? '', /OrderPlaced\.php:14$/);
    const copied = await until(() => told.find((message) => message.kind === 'copy'));
    assert.equal((JSON.parse(copied.text) as { position: number }).position, 999_997);
  }));

void test('media: a payload opens by keys, finds what is typed, keeps every digit, copies values and paths', () =>
  play({ tab: 'events', filter: 'type:PaymentCaptured' }, async ({ page, told, until }) => {
    const tree = page.getByRole('tree', { name: 'Payload' });
    const items = (amount: number): Promise<unknown> =>
      turns(page, `document.querySelectorAll('[aria-label=Payload] [role=treeitem]').length === ${amount}`);
    await tree.getByText('9007199254740993').waitFor();
    await tree.focus();
    await page.keyboard.type('ref');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Alt+Shift+C');
    const copies = await until(() => {
      const found = told.flatMap((message) => (message.kind === 'copy' ? [message.text] : []));
      return found.length === 2 ? found : undefined;
    });
    assert.deepEqual(copies, ['9007199254740993', 'reference']);
    await page.getByRole('combobox').fill('type:OrderPlaced');
    await page.keyboard.press('Enter');
    await tree.getByText('customer').waitFor();
    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.type('cust');
    await page.keyboard.press('ArrowRight');
    await items(6);
    await page.keyboard.press('*');
    await items(8);
    await page.keyboard.press('ArrowLeft');
    await items(6);
  }));

/** Waits until an expression is true in the page; its policy forbids what Playwright would do. */
const turns = (page: Page, expression: string): Promise<unknown> =>
  page.evaluate(`new Promise((resolve, reject) => {
    const end = performance.now() + 20000;
    const look = () => {
      if (${expression}) resolve();
      else if (performance.now() > end) reject(new Error(${JSON.stringify(expression)} + ' did not come true'));
      else requestAnimationFrame(look);
    };
    look();
  })`);

/** Rows that are looked at in every frame: how few there were, and whether one was empty. */
const watchRows = `(() => {
  const seen = (window.seenRows = { least: Infinity, blank: 0, frames: 0 });
  const look = () => {
    const rows = [...document.querySelectorAll('.evlist [role=option]')];
    seen.least = Math.min(seen.least, rows.length);
    seen.blank += rows.some((row) => !row.textContent.trim()) ? 1 : 0;
    seen.frames++;
    requestAnimationFrame(look);
  };
  look();
})()`;

void test('media: a million rows are paged through, jumped through and reached at both ends without a blank', () =>
  play({ tab: 'events' }, async ({ page, asked }) => {
    await options(page).first().waitFor();
    await turns(page, `document.querySelector('[role=option]').getAttribute('aria-setsize') === '1000000'`);
    const inView = await options(page).count();
    assert.ok(inView > 20 && inView < 60, `${inView} rows are in the document`);
    await page.evaluate(watchRows);
    const box = await list(page).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 200, box.y + 200);
    for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, 700);
    const first = `Number(document.querySelector('.evlist [role=option]').getAttribute('aria-posinset'))`;
    await turns(page, `${first} > 450`);
    // In one throw to the middle, as with the scroll bar.
    await page.evaluate(
      `(() => { const box = document.querySelector('.evlist .rows'); box.scrollTop = box.scrollHeight / 2; })()`,
    );
    await turns(page, `${first} > 400000 && ${first} < 600000`);
    await list(page).focus();
    await page.keyboard.press('End');
    await turns(
      page,
      `[...document.querySelectorAll('.evlist [role=option]')].pop().getAttribute('aria-posinset') === '1000000'`,
    );
    await selected(page).waitFor();
    await page.keyboard.press('ArrowUp');
    await turns(
      page,
      `document.querySelector('[role=option][aria-selected=true]')?.getAttribute('aria-posinset') === '999999'`,
    );
    await page.getByText('position 2', { exact: false }).first().waitFor();
    await page.keyboard.press('Home');
    await turns(page, `${first} === 1`);
    const seen = (await page.evaluate('window.seenRows')) as { least: number; blank: number; frames: number };
    assert.ok(seen.frames > 10);
    assert.equal(seen.blank, 0, 'a row was empty');
    assert.ok(seen.least >= inView - 2, `only ${seen.least} of ${inView} rows stood there`);
    const pages = asked.filter(
      ({ question, params }) => question === 'events' && 'limit' in params && params.limit === 200,
    );
    assert.ok(pages.length < 60, `${pages.length} pages were read`);
    assert.ok(Math.max(...pages.map(({ params }) => JSON.stringify(params).length)) < 200);
  }));

void test('media: old rows stay while new ones are held back, and what is superseded is cancelled', async () => {
  let release = (): void => undefined;
  let held = false;
  const hold: Play['hold'] = (question, params) => {
    if (!held || question !== 'events' || !JSON.stringify(params).includes('"limit":200')) return undefined;
    return new Promise((resolve) => {
      const others = release;
      release = (): void => {
        others();
        resolve();
      };
    });
  };
  await play({ tab: 'events', hold }, async ({ page, told, until }) => {
    await options(page).first().waitFor();
    const before = await options(page).first().innerText();
    held = true;
    const field = page.getByRole('combobox');
    await field.fill('type:ParcelShipped');
    await page.keyboard.press('Enter');
    await page.getByText('70,000 of 1,000,000 events').waitFor();
    await page.getByRole('progressbar').first().waitFor();
    await eventually(page, async () => assert.equal(await options(page).first().innerText(), before));
    await field.fill('type:OrderCancelled');
    await page.keyboard.press('Enter');
    await until(() => told.find((message) => message.kind === 'cancel'));
    held = false;
    release();
    await options(page).filter({ hasText: 'OrderCancelled' }).first().waitFor();
    await eventually(page, async () =>
      assert.equal(await options(page).filter({ hasText: 'ParcelShipped' }).count(), 0),
    );
  });
});

void test('media: new events enter at the top, and wait behind a chip where somebody is reading', () =>
  play({ tab: 'events' }, async ({ page, send, asked, until }) => {
    await options(page).nth(10).waitFor();
    const pages = (): number =>
      asked.filter(({ question, params }) => question === 'events' && JSON.stringify(params) === '{"limit":200}')
        .length;
    const before = pages();
    await send({ kind: 'changed', version: 2, added: 3 });
    await until(() => pages() > before || undefined);
    await eventually(page, async () => assert.equal(await page.locator('.fresh').count(), 0));
    await page.evaluate(`document.querySelector('.evlist .rows').scrollTop = 3000`);
    await turns(page, `Number(document.querySelector('.evlist [role=option]').getAttribute('aria-posinset')) > 100`);
    await send({ kind: 'changed', version: 3, added: 13 });
    await send({ kind: 'changed', version: 4, added: 1 });
    await page.getByRole('button', { name: '14 new events' }).click();
    await turns(page, `document.querySelector('.evlist [role=option]').getAttribute('aria-posinset') === '1'`);
    await eventually(page, async () => assert.equal(await page.locator('.fresh').count(), 0));
  }));

void test('media: an event that somebody asks for is gone to, wherever it is, whatever is filtered', () =>
  play({ tab: 'overview', filter: 'type:ParcelLost' }, async ({ page, send }) => {
    await page.locator('.facts').waitFor();
    await send({ kind: 'goto', goto: { tab: 'events', event: 'k412345' } });
    await page.getByText('position 412,346').waitFor();
    await selected(page).waitFor();
    await eventually(page, async () =>
      assert.equal(await selected(page).getAttribute('aria-posinset'), `${million - 412_345}`),
    );
    await list(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.getByText('position 412,347').waitFor();
    await page.getByRole('tree', { name: 'Cause and effect' }).getByRole('treeitem').first().click();
    await page.getByText('position 412,343').waitFor();
    await turns(
      page,
      `Number(document.querySelector('.evlist [aria-selected=true]')?.getAttribute('aria-posinset')) === ${million - 412_342}`,
    );
  }));

for (const slow of ['count', 'ends'] as const)
  void test(`media: an event that is there before the ${slow} of its list are known takes its place when they are`, () => {
    let held = true;
    const release: (() => void)[] = [];
    const hold: Play['hold'] = (question, params) => {
      const end = question === 'events' && 'limit' in (params as object) && (params as { limit: number }).limit === 1;
      if (!held || !(slow === 'count' ? question === 'count' && JSON.stringify(params) === '{}' : end))
        return undefined;
      return new Promise((resolve) => release.push(resolve));
    };
    return play({ tab: 'events', filter: 'type:ParcelLost', hold }, async ({ page, send }) => {
      await options(page).first().waitFor();
      await send({ kind: 'goto', goto: { tab: 'events', event: 'k412345' } });
      await page.getByText('position 412,346').waitFor();
      await selected(page).waitFor();
      held = false;
      for (const go of release) go();
      await eventually(page, async () => {
        assert.equal(await selected(page).getAttribute('aria-posinset'), `${million - 412_345}`);
        assert.equal(await selected(page).getAttribute('aria-setsize'), `${million}`);
      });
    });
  });

void test('media: the brush is one time for all tabs, by mouse and by keys', () =>
  play({}, async ({ page, asked }) => {
    await page.locator('.strip').waitFor();
    const box = await page.locator('.strip').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 600, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 700, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.locator('.chip', { hasText: '–' }).waitFor();
    const chip = (): Promise<string> => text(page, '.chip');
    const drawn = await chip();
    await page.getByRole('slider', { name: 'To' }).focus();
    await page.keyboard.press('ArrowRight');
    await turns(
      page,
      `!document.querySelector('.chip').textContent.includes(${JSON.stringify(drawn.split('–')[1]?.trim())})`,
    );
    await eventually(page, async () =>
      assert.match(
        (await page.getByRole('slider', { name: 'To' }).getAttribute('aria-valuetext')) ?? '',
        /^\d+ \w+ \d\d:\d\d, [\d,]+ events$/,
      ),
    );
    await page.getByRole('tab', { name: 'Events' }).click();
    await options(page).first().waitFor();
    await eventually(page, () => {
      const last = asked.filter(({ question }) => question === 'events').pop();
      assert.match(JSON.stringify(last?.params), /"from":"2026-0\d-\d\dT.*"to":"2026-0/);
    });
    await page.getByRole('slider', { name: 'From' }).focus();
    await page.keyboard.press('Escape');
    await page.locator('.chip', { hasText: 'All time' }).waitFor();
  }));

void test('media: nothing there, nothing found, nothing read: a sentence and a way on', async () => {
  await play({ tab: 'events', store: { events: 0 } }, async ({ page }) => {
    await page.getByText('No events yet').waitFor();
    await eventually(page, async () =>
      assert.match(
        await text(page, '.empty'),
        /stored_events \(Event store layout\) has no rows\. This view follows the file/,
      ),
    );
  });
  const span = { from: '2026-06-17T00:00:00.000Z', to: '2026-06-17T01:00:00.000Z' };
  await play({ start: { state: { tab: 'events', filter: 'type:Refund*', ...span } } }, async ({ page }) => {
    await page.getByText('No events match this filter').waitFor();
    await page.getByText('It matches nothing in all of the store.').waitFor();
    await page.getByRole('button', { name: 'Clear Filter' }).last().click();
    await options(page).first().waitFor();
  });
  await play({ tab: 'events', filter: 'total>"' }, async ({ page }) => {
    await page.getByRole('alert').filter({ hasText: 'This filter cannot be read after "total>".' }).first().waitFor();
    await eventually(page, async () =>
      assert.equal(await page.getByRole('combobox').getAttribute('aria-invalid'), 'true'),
    );
  });
  const message =
    'orders.db is not an SQLite database. The first 16 bytes are not an SQLite header. Nothing was written.';
  await play({ instead: { kind: 'failed', message } }, async ({ page, told, until }) => {
    await page.getByRole('heading', { name: 'orders.db is not an SQLite database' }).waitFor();
    await page.getByRole('button', { name: 'Open as Text' }).click();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await until(() => (told.length === 3 ? told : undefined));
    assert.deepEqual(told.slice(1), [{ kind: 'openAsText' }, { kind: 'tryAgain' }]);
  });
});

void test('media: what takes long says so, can be cancelled and asked again', async () => {
  let held = true;
  const hold: Play['hold'] = (question) => (held && question === 'overview' ? new Promise(() => undefined) : undefined);
  await play({ hold }, async ({ page, told }) => {
    await page.getByText('Counting the events of shop.sqlite').waitFor();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await eventually(page, () => assert.ok(told.some((message) => message.kind === 'cancel')));
    held = false;
    await page.getByRole('button', { name: 'Read Now' }).click();
    await page.locator('.facts').waitFor();
  });
});

void test('media: a store that cannot be read any more keeps its last data under a banner', () =>
  play(
    { tab: 'events', store: { about: { notes: ['Page 12 of 40 cannot be read.', 'A second note.'] } } },
    async ({ page, send, told }) => {
      await page.getByRole('alert').filter({ hasText: 'Page 12 of 40' }).waitFor();
      await page.getByRole('button', { name: '1 More' }).click();
      await page.getByText('A second note.').waitFor();
      await options(page).first().waitFor();
      await send({
        kind: 'changed',
        version: 1,
        added: 0,
        problem: 'The store is locked by another program. Trying again in 2 s.',
      });
      await page.getByRole('button', { name: 'Try Now' }).click();
      await eventually(page, () => assert.ok(told.some((message) => message.kind === 'tryAgain')));
      await eventually(page, async () => assert.ok((await options(page).count()) > 20));
      await send({ kind: 'changed', version: 1, added: 0 });
      await page.getByText('locked by another').waitFor({ state: 'detached' });
    },
  ));

const hostile = `</script><script>window.harmed = 1</script>"><img src=x onerror="window.harmed = 1">\u0007\u202e{{x}}`;

void test('media: markup, control characters and turned text in every field stay text', () =>
  play({ store: { hostile, about: { name: hostile, notes: [hostile] } } }, async ({ page }) => {
    await page.getByText('\\u0007\\u202e').first().waitFor();
    await page.getByRole('tab', { name: 'Events' }).click();
    await options(page).nth(3).click();
    await page.getByRole('tree', { name: 'Payload' }).waitFor();
    for (const title of ['Metadata', 'Stored row']) await page.getByRole('button', { name: title }).click();
    await page.getByRole('button', { name: 'Show Raw' }).click();
    await page.getByTitle('More Actions…').click();
    await page.getByRole('combobox').fill('type:');
    await page.locator('.suggest').waitFor();
    const found = (await page.evaluate(`({
      harmed: window.harmed ?? 0,
      scripts: document.scripts.length,
      images: document.images.length,
      turned: document.body.innerText.includes('\\u202e') || document.body.innerText.includes('\\u0007'),
      unsafe: [...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on')).length,
    })`)) as Record<string, unknown>;
    assert.deepEqual(found, { harmed: 0, scripts: 1, images: 0, turned: false, unsafe: 0 });
  }));

void test('media: no style in markup, none made by script but sizes and places', () =>
  play({ tab: 'events' }, async ({ page }) => {
    await options(page).first().waitFor();
    const html = await (await page.request.get(page.url())).text();
    assert.doesNotMatch(html, /<style|\bstyle=/);
    const found = (await page.evaluate(`({
      sheets: document.querySelectorAll('style').length,
      set: [...new Set([...document.querySelectorAll('[style]')].flatMap((one) => [...one.style]))].sort(),
    })`)) as { readonly sheets: number; readonly set: readonly string[] };
    assert.equal(found.sheets, 0);
    assert.deepEqual(found.set, ['flex-basis', 'flex-grow', 'flex-shrink', 'height', 'left', 'transform']);
    const sheet = readFileSync(join(root, 'dist', 'media', 'store.css'), 'utf8');
    assert.doesNotMatch(sheet, /#[\da-f]{3,8}\b(?![^{}]*\{)|rgba?\(/i, 'a colour that no theme gives');
  }));

void test('media: a store that was written elsewhere, read by the inspector itself', () =>
  inspecting([storeSql('layouts/hd-tickets')], async (inspector) => {
    const panel = await stage.open(inspector, { start: { state: { tab: 'events' } } });
    const { page } = panel;
    try {
      await options(page).nth(2).waitFor();
      await eventually(page, async () =>
        assert.deepEqual(await options(page).locator('.type').allInnerTexts(), [
          'PurchaseInitiated',
          'TicketPriceChanged',
          'TicketDiscovered',
        ]),
      );
      await eventually(page, async () =>
        assert.match(await options(page).nth(1).locator('.gist').innerText(), /12,?900 → 11,?800/),
      );
      await page.getByRole('tree', { name: 'Payload' }).getByText('"ticket-881"').waitFor();
      await page.getByRole('combobox').fill('type:Ticket* platform=stubhub');
      await page.keyboard.press('Enter');
      await page.getByText('1 of 3 events').waitFor();
      await page.getByRole('tab', { name: 'Overview' }).click();
      await page.getByRole('grid', { name: 'Event types' }).getByText('TicketDiscovered').waitFor();
      assert.deepEqual(panel.faults, []);
    } finally {
      await panel.close();
    }
  }));

/** A store made of this SQL, in the panel. */
const reading = (sql: string, options: Play, story: (panel: OpenPanel) => Promise<void>): Promise<void> =>
  inspecting([storeSql(sql)], (inspector) => play({ answers: inspector, ...options }, story), { now: () => now });

void test('media: a row of another day says which, and a store without times or streams has no columns for them', async () => {
  await reading('hd-tickets', { tab: 'events' }, async ({ page }) => {
    await options(page).nth(14).waitFor();
    await eventually(page, async () => {
      const times = await options(page).locator('.time').allInnerTexts();
      assert.match(times[13] ?? '', /^1\d Jun \d\d:\d\d$/);
      assert.match(times[12] ?? '', /^\d\d:\d\d:\d\d\.\d{3}$/);
    });
  });
  await reading('layouts/cqrs-es', { tab: 'events' }, async ({ page }) => {
    await options(page).first().waitFor();
    await eventually(page, async () =>
      assert.match(await text(page, '.colhead.ev'), /^Position Type What happened Stream Version$/i),
    );
    await eventually(page, async () => assert.match(await options(page).first().locator('.time').innerText(), /^\d+$/));
    await eventually(page, async () => assert.equal(await page.locator('.sticky').count(), 0));
  });
  await reading('layouts/pekko-jdbc-legacy', { tab: 'events' }, async ({ page }) => {
    await options(page).first().waitFor();
    await eventually(page, async () =>
      assert.equal(await options(page).first().locator('.type').innerText(), 'no type'),
    );
  });
  await reading('layouts/domain-events', { tab: 'events' }, async ({ page }) => {
    await options(page).first().waitFor();
    await eventually(page, async () => assert.match(await text(page, '.colhead.ev'), /^Time Type What happened$/i));
  });
});

void test('media: a store of a queue alone has its failures and jobs, and no tab that could not be read', () =>
  reading('layouts/laravel-queue', {}, async ({ page }) => {
    await page.getByRole('list', { name: 'Needs attention' }).getByText('UpdateDocumentationJob fails').waitFor();
    await eventually(page, async () =>
      assert.deepEqual(
        (await page.getByRole('tab').allInnerTexts()).map((title) => title.split(/\s/)[0]),
        ['Overview', 'Failures', 'Jobs'],
      ),
    );
    await eventually(page, async () => assert.equal(await page.getByRole('search').count(), 0));
    await page.locator('.attention').first().click();
    await page.getByRole('heading', { name: 'RuntimeException' }).waitFor();
  }));

void test('media: a payload of many megabytes is there at once, and says how much of it is', () => {
  const whole = canned({ events: 10, now });
  const text = `{"rows":[${Array.from({ length: 400_000 }, (_, index) => `{"n":${index}}`).join(',')}]}`;
  const large: Answers = {
    ask: (question, params) => {
      const answer = whole.ask(question, params);
      const { data } = answer as { readonly data?: unknown };
      return data
        ? ({ ...(answer as object), data: { kind: 'json', text, encoding: 'json' } } as typeof answer)
        : answer;
    },
  };
  return play({ tab: 'events', answers: large }, async ({ page }) => {
    const tree = page.getByRole('tree', { name: 'Payload' });
    await page.getByText('Only the first 4 MB are shown').waitFor();
    await tree.focus();
    await page.keyboard.press('ArrowRight');
    await tree.getByText('Show 200 more').waitFor();
    await eventually(page, async () => assert.equal(await tree.getByRole('treeitem').count(), 202));
  });
});

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return (await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? node.all[0]?.message ?? ''))))`)) as readonly string[];
}

for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)
  void test(`media: no barrier that axe-core knows of, ${theme}`, () =>
    play({ theme, store: { about: { notes: ['Page 12 of 40 cannot be read.'] } } }, async ({ page }) => {
      await page.getByText('OrderListProjector fails').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.getByRole('tab', { name: 'Events' }).click();
      await options(page).nth(5).click();
      await page.getByRole('tree', { name: 'Cause and effect' }).waitFor();
      for (const title of ['Metadata', 'Stored row']) await page.getByRole('button', { name: title }).click();
      await page.getByTitle('More Actions…').click();
      await page.getByRole('menu').waitFor();
      assert.deepEqual(await violations(page), []);
      if (theme !== 'dark') return;
      await page.keyboard.press('Escape');
      await page.getByRole('combobox').fill('type:P');
      await page.locator('.suggest').waitFor();
      assert.deepEqual(await violations(page), []);
    }));
