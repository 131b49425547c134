/** The view in the other themes: what is told by colour is told by a word or a sign as well. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture } from './pictures';
import type { Stage } from './stage';

const themes: Readonly<Record<string, string>> = {
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

const entries = Object.entries(themes).map(([name, theme]) => {
  const story = (stage: Stage): Promise<void> => {
    const folder = stage.sample('nest-shop');
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    return stage.play(name, { folder, width: 1100, height: 640, scale: 1.5 }, async (workbench) => {
      const { page, row, lens, until } = workbench;
      await workbench.openView();
      await page.locator(name === 'light' ? '.monaco-workbench.vs' : '.monaco-workbench.hc-black').waitFor();
      await row('Events').waitFor();
      await until(() => row('Problems').click(), row(/payment\.succeded/));
      await workbench.openFile('payments.service.ts');
      await lens(/heard by/).waitFor();
      await picture(page, `sidebar-${name}`);
    });
  };
  return [`the view in ${theme}`, story] as const;
});

export const themeStories = Object.fromEntries(entries);
