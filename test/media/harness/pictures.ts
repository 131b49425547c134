/**
 * Pictures of every screen, to be looked at: `node scripts/panel.mjs [NAME…]`, into dist/test/media; of a store that is
 * there with `--store FILE`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ToPanel } from '../../../media/store/messages';
import { openInspector } from '../../../server/stores/inspector';
import { root } from '../../support/project';
import { world } from '../../support/stores';
import { canned } from './canned';
import { withTabs } from './cannedTabs';
import { openStage, type OpenPanel, type PanelOptions, type Theme } from './stage';
import { tabPictures, type TabPicture } from './tabPictures';

const now = Date.UTC(2026, 5, 18, 14, 32, 3, 118);
const folder = join(root, 'dist', 'test', 'media');
const brush = { from: '2026-06-16T12:00:00.000Z', to: '2026-06-18T14:32:04.000Z' };

type Picture = TabPicture;

const onTab = (tab: 'overview' | 'events', more: object = {}): PanelOptions => ({ start: { state: { tab, ...more } } });
const settled = async ({ page }: OpenPanel): Promise<void> => {
  await page.locator('.tabpanel').waitFor();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
};

const inThemes = (name: string, options: PanelOptions, act?: Picture['act']): Picture[] =>
  (['dark', 'light', 'high-contrast', 'high-contrast-light'] as const).map((theme: Theme) => ({
    name: `${name}-${theme}`,
    events: 1_000_000,
    options: { ...options, theme },
    ...(act ? { act } : {}),
  }));

const selectFifth = async ({ page }: OpenPanel): Promise<void> => {
  await page.locator('.evlist [role=option]').nth(8).click();
  await page.locator('.detail h2').waitFor();
};

const pictures: readonly Picture[] = [
  ...inThemes('overview', onTab('overview', brush)),
  ...inThemes('events', onTab('events', brush), selectFifth),
  { name: 'overview-all', events: 1_000_000, options: onTab('overview') },
  { name: 'overview-3', events: 3, options: onTab('overview') },
  { name: 'overview-0', events: 0, options: onTab('overview') },
  { name: 'events-3', events: 3, options: onTab('events') },
  { name: 'events-none', events: 1_000_000, options: onTab('events', { ...brush, filter: 'type:Refund* total>1000' }) },
  { name: 'events-wrong', events: 1_000_000, options: onTab('events', { filter: 'total>"' }) },
  { name: 'overview-narrow', events: 1_000_000, options: { ...onTab('overview'), width: 520, height: 900 } },
  { name: 'events-narrow', events: 1_000_000, options: { ...onTab('events'), width: 520, height: 900 } },
  { name: 'events-medium', events: 1_000_000, options: { ...onTab('events'), width: 880, height: 700 } },
  {
    name: 'failed',
    events: 0,
    options: {
      instead: {
        kind: 'failed',
        message:
          'orders.db is not an SQLite database. The first 16 bytes are not an SQLite header. It may be encrypted (SQLCipher) or another kind of file. Nothing was written.',
      },
    },
  },
  {
    name: 'opening',
    events: 0,
    options: { instead: { kind: 'opening', name: 'store-1m.sqlite', size: 546_000_000, read: 212_000_000 } },
    act: async ({ page }) => page.getByText('Reading store-1m.sqlite').waitFor(),
  },
  {
    name: 'hostile',
    events: 1_000_000,
    hostile: '<script>alert(1)</script>\u0007\u202e"><img src=x>',
    options: onTab('events'),
  },
  {
    name: 'banners',
    events: 1_000_000,
    options: onTab('events'),
    act: async (panel) => {
      await settled(panel);
      const changed: ToPanel = { kind: 'changed', version: 2, added: 14 };
      await panel.send(changed);
      await panel.send({
        kind: 'changed',
        version: 2,
        added: 0,
        problem: 'The store is locked by another program. Trying again in 2 s.',
      });
      await panel.page.getByText('locked by another').waitFor();
    },
  },
  {
    name: 'suggestions',
    events: 1_000_000,
    options: onTab('events'),
    act: async ({ page }) => {
      await page.getByRole('combobox').fill('type:P');
      await page.locator('.suggest').waitFor();
    },
  },
  {
    name: 'menu',
    events: 1_000_000,
    options: onTab('events'),
    act: async ({ page }) => page.getByTitle('More Actions…').click(),
  },
];

void main();

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  if (wanted[0] === '--store') {
    await picturesOf(wanted[1] ?? '', wanted.slice(2));
    return;
  }
  const stage = await openStage();
  try {
    for (const picture of [...pictures, ...tabPictures]) {
      if (wanted.length && !wanted.some((name) => picture.name.startsWith(name))) continue;
      const { options } = picture;
      const panel = await stage.open(answersOf(picture), { ...options, now });
      if (!options?.instead) await settled(panel);
      await picture.act?.(panel);
      await panel.page.waitForLoadState('networkidle');
      await panel.page.screenshot({ path: join(folder, `${picture.name}.png`), caret: 'hide' });
      for (const fault of panel.faults) process.stderr.write(`${picture.name}: ${fault}\n`);
      await panel.close();
    }
  } finally {
    await stage.close();
  }
}

/** Every tab of a real store. */
async function picturesOf(path: string, filter: readonly string[]): Promise<void> {
  const inspector = await openInspector(path, world);
  const stage = await openStage();
  try {
    const panel = await stage.open(inspector, { start: { state: { tab: 'events', filter: filter.join(' ') } } });
    await settled(panel);
    for (const tab of await panel.page.getByRole('tab').all()) {
      await tab.click();
      await panel.page.waitForLoadState('networkidle');
      await panel.page.getByRole('progressbar').first().waitFor({ state: 'detached' });
      const name = (await tab.innerText()).split(/\s/)[0]?.toLowerCase() ?? 'tab';
      await panel.page.screenshot({ path: join(folder, `store-${name}.png`), caret: 'hide' });
    }
    for (const fault of panel.faults) process.stderr.write(`${fault}\n`);
    await panel.close();
  } finally {
    await stage.close();
    await inspector.close();
  }
}

function answersOf({ events, hostile, everything, of }: TabPicture): ReturnType<typeof canned> {
  const text = hostile === undefined ? {} : { hostile };
  const base = canned({ events, now, ...text });
  const has = Object.fromEntries(Object.keys(base.about.has).map((part) => [part, true])) as typeof base.about.has;
  const store = withTabs(everything ? canned({ events, now, ...text, about: { has } }) : base, { now, ...text });
  return of ? of(store) : store;
}
