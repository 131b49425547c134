/**
 * Reads what VS Code gives a webview in its four themes from a running workbench, and writes themes.css with the variables
 * that the panel uses: `node scripts/panel.mjs --themes`. A variable that a theme lacks is left out there as well.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/project';
import { installHost } from '../../vscode/host/install';
import { startServer } from '../../vscode/host/server';
import { launchBrowser, openWindow } from '../../vscode/host/window';

const themes = [
  ['Default Dark Modern', '.vscode-dark', 'dark', '.vs-dark'],
  ['Default Light Modern', '.vscode-light', 'light', '.vs'],
  ['Default High Contrast', '.vscode-high-contrast:not(.vscode-high-contrast-light)', 'dark', '.hc-black'],
  ['Default High Contrast Light', '.vscode-high-contrast.vscode-high-contrast-light', 'light', '.hc-light'],
] as const;

const read = `(() => {
  const style = getComputedStyle(document.querySelector('.monaco-workbench'));
  const found = {};
  for (const sheet of document.styleSheets) {
    try {
      for (const rule of sheet.cssRules)
        for (const name of rule.style ?? [])
          if (name.startsWith('--vscode-')) found[name] = style.getPropertyValue(name).trim();
    } catch { }
  }
  return found;
})()`;

void main();

async function main(): Promise<void> {
  await installHost();
  const used = usedVariables();
  const home = mkdtempSync(join(tmpdir(), 'event-wiring-themes-'));
  const server = await startServer({});
  const browser = await launchBrowser();
  const blocks: string[] = [];
  try {
    for (const [theme, selector, scheme, workbenchClass] of themes) {
      const folder = join(home, scheme + String(blocks.length));
      mkdirSync(join(folder, '.vscode'), { recursive: true });
      writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      const { page, close } = await openWindow(browser, server, { folder });
      await page.locator(`.monaco-workbench${workbenchClass}`).waitFor();
      const found = await page.evaluate<Record<string, string>>(read);
      await close();
      const lines = used.flatMap((name) => (found[name] ? [`  ${name}: ${found[name]};`] : []));
      blocks.push(`/* ${theme} */\n${selector} {\n  color-scheme: ${scheme};\n${lines.join('\n')}\n}\n`);
    }
  } finally {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
  const head =
    '/* Read from a running workbench by readThemes.ts; fonts are those of the machine. Not shipped: VS Code brings its own. */\n';
  const fonts = `body {\n  --vscode-font-family: system-ui, 'Ubuntu', 'Droid Sans', sans-serif;\n  --vscode-editor-font-family: 'Droid Sans Mono', 'Liberation Mono', monospace;\n}\n`;
  writeFileSync(join(root, 'test', 'media', 'harness', 'themes.css'), [head + fonts, ...blocks].join('\n'));
}

function usedVariables(): readonly string[] {
  const folder = join(root, 'media', 'store', 'styles');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const names = texts.flatMap((text) => text.match(/--vscode-[\w-]+/g) ?? []);
  return [...new Set(names)].filter((name) => !name.includes('font-family')).sort();
}
