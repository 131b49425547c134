/** The panel of a store in the other themes of VS Code, whose colours it takes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeStore } from '../host/stores';
import { panelOf } from './inspecting';
import { picture } from './pictures';
import type { Stage } from './stage';

const themes: Readonly<Record<string, string>> = {
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

export const inspectorThemes = Object.fromEntries(
  Object.entries(themes).map(([name, theme]) => {
    const story = async (stage: Stage): Promise<void> => {
      const folder = stage.sample('hd-tickets');
      await writeStore(folder);
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await stage.play(`inspector-${name}`, { folder, width: 1400, height: 900 }, async (workbench) => {
        const { page } = workbench;
        await workbench.openView();
        await page.locator(name === 'light' ? '.monaco-workbench.vs' : '.monaco-workbench.hc-black').waitFor();
        const opened = page.locator('.tab.active', { hasText: 'hd-tickets.sqlite' });
        await workbench.until(() => workbench.row('hd-tickets.sqlite').click(), opened);
        const panel = panelOf(page);
        await panel.locator(name === 'light' ? 'body.vscode-light' : 'body.vscode-high-contrast').waitFor();
        await panel.getByRole('grid', { name: 'Event types' }).getByText('TicketPriceChanged').waitFor();
        await panel.getByText('57 events').first().waitFor();
        await picture(page, `inspector-overview-${name}`);
        await panel.getByRole('tab', { name: 'Events' }).click();
        await panel.getByRole('option').filter({ hasText: 'TicketPriceChanged' }).first().click();
        await panel.getByText('position 56').waitFor();
        await picture(page, `inspector-events-${name}`);
      });
    };
    return [`the inspector in ${theme}`, story] as const;
  }),
);
