/** The view when there is little to show: no folder, no events, and a folder that is not trusted. */
import assert from 'node:assert/strict';
import { picture } from './pictures';
import { type Stage, openStage } from './stage';

const small = { width: 900, height: 620 } as const;

export const states: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'without a folder the view says what it is for': (stage) =>
    stage.play('no-folder', small, async ({ page, openView }) => {
      await openView();
      await page.locator('.welcome-view-content', { hasText: 'Open a folder' }).waitFor();
      await page.locator('.welcome-view-content .monaco-button', { hasText: 'Open Folder' }).waitFor();
      await picture(page, 'welcome-no-folder');
    }),

  'a folder without events says so and where to go': (stage) =>
    stage.play('empty', { folder: stage.empty(), ...small }, async ({ page, openView }) => {
      await openView();
      await page.locator('.welcome-view-content', { hasText: 'No events were found' }).waitFor();
      await picture(page, 'welcome-empty');
      await page.locator('.welcome-view-content .monaco-button', { hasText: 'Open Walkthrough' }).click();
      await page.locator('.getting-started-step', { hasText: 'See every event' }).first().waitFor();
      await picture(page, 'walkthrough');
    }),

  'Restricted Mode: the map works, the terminal is off': async () => {
    const restricted = await openStage({ 'security.workspace.trust.startupPrompt': 'never' }, true);
    try {
      await restricted.play('restricted', { folder: restricted.sample('hd-tickets'), ...small }, async (workbench) => {
        const { page, row, until } = workbench;
        await workbench.openView();
        await row('App\\Domain\\Ticket\\Events').waitFor();
        await page.locator('.sidebar .message', { hasText: 'Restricted Mode' }).waitFor();
        await picture(page, 'restricted');
        const input = page.locator('.quick-input-widget input[type="text"]');
        await until(() => page.keyboard.press('F1'), input);
        await input.fill('>Event Wiring: ');
        await workbench.pick('Event Wiring: Refresh').waitFor();
        assert.equal(await workbench.pick('Check Workspace in Terminal').count(), 0);
      });
    } finally {
      await restricted.close();
    }
  },
};
