/** Pictures of the tabs beyond overview and events, in every theme and state. */
import type { Tab } from '../../../media/store/messages';
import type { Canned } from './canned';
import { unknownStore } from './cannedTabs';
import type { OpenPanel, PanelOptions, Theme } from './stage';

export interface TabPicture {
  readonly name: string;
  readonly events: number;
  readonly hostile?: string;
  readonly options?: PanelOptions;
  readonly act?: (panel: OpenPanel) => Promise<void>;
  /** Has all parts though it is small. */
  readonly everything?: boolean;
  /** In place of the canned store itself. */
  readonly of?: (base: Canned) => Canned;
}

const onTab = (tab: Tab, more: object = {}): PanelOptions => ({ start: { state: { tab, ...more } } });
const hostile = '<script>alert(1)</script>\u0007\u202e"><img src=x>';
const listed: readonly Tab[] = ['streams', 'failures', 'jobs', 'projections', 'snapshots', 'fields', 'integrity'];

const check = async ({ page }: OpenPanel): Promise<void> => {
  await page.getByRole('button', { name: 'Check Store' }).click();
  await page
    .getByText(/Nothing is wrong|findings/)
    .first()
    .waitFor();
};
const compare = async ({ page }: OpenPanel): Promise<void> => {
  const rows = page.locator('.evlist [role=option]');
  await rows.nth(3).click();
  await page.keyboard.press('c');
  await rows.nth(9).click();
  await page.keyboard.press('c');
  await page.locator('.compare-head').waitFor();
};
const mapped = async ({ page }: OpenPanel): Promise<void> => {
  await page.locator('.as-events .row').first().waitFor();
};
const actOf = (tab: Tab): Pick<TabPicture, 'act'> => (tab === 'integrity' ? { act: check } : {});

const inThemes = (name: string, picture: Omit<TabPicture, 'name'>): TabPicture[] =>
  (['dark', 'light', 'high-contrast', 'high-contrast-light'] as const).map((theme: Theme) => ({
    ...picture,
    name: `${name}-${theme}`,
    options: { ...picture.options, theme },
  }));

export const tabPictures: readonly TabPicture[] = [
  ...listed.flatMap((tab) => [
    ...inThemes(tab, { events: 1_000_000, options: onTab(tab), ...actOf(tab) }),
    { name: `${tab}-3`, events: 3, everything: true, options: onTab(tab), ...actOf(tab) },
    { name: `${tab}-0`, events: 0, everything: true, options: onTab(tab), ...actOf(tab) },
    { name: `${tab}-hostile`, events: 1_000_000, hostile, options: onTab(tab), ...actOf(tab) },
    { name: `${tab}-narrow`, events: 1_000_000, options: { ...onTab(tab), width: 560, height: 900 }, ...actOf(tab) },
    {
      name: `${tab}-refused`,
      events: 1_000_000,
      options: onTab(tab),
      of: refusing,
      act: async ({ page }: OpenPanel) => {
        if (tab === 'integrity') await page.getByRole('button', { name: 'Check Store' }).click();
        await page.getByText('cannot be read').first().waitFor();
      },
    },
  ]),
  ...inThemes('compare', { events: 1_000_000, options: onTab('events'), act: compare }),
  { name: 'integrity-ask', events: 1_000_000, options: onTab('integrity') },
  ...inThemes('mapping', { events: 1_000_000, of: unknownStore, act: mapped }),
  { name: 'mapping-known', events: 1_000_000, options: onTab('mapping'), of: unknownButKnown, act: mapped },
  { name: 'mapping-narrow', events: 1_000_000, options: { width: 560, height: 900 }, of: unknownStore, act: mapped },
];

function unknownButKnown(base: Canned): Canned {
  const store = unknownStore(base);
  const about = { ...store.about, layouts: base.about.layouts };
  return { about, ask: (question, params) => (question === 'about' ? (about as never) : store.ask(question, params)) };
}

/** Everything beyond the overview is refused. */
function refusing(base: Canned): Canned {
  return {
    about: base.about,
    ask(question, params) {
      if (question === 'about' || question === 'overview' || question === 'histogram' || question === 'count')
        return base.ask(question, params);
      throw new Error('Page 1,204 of 139,776 cannot be read. The file is damaged there. Nothing was written.');
    },
  };
}
