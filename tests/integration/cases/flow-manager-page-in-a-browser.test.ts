import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { COLOURS_ONLY, findBarriers, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { keyIn } from '../support/local-calls.ts';
import { call } from '../support/call.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { makeSecret } from '../support/secrets.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

const COMMON = 'http://registry.gpii.net/common';
const ESCAPED = 'http://registry\\.gpii\\.net/common';
const LONG = `/${'long'.repeat(30)}`;
const OLD = 'size=12\nblink=true\n';

const editor = {
  name: 'Text editor',
  isInstalled: [{ type: 'gpii.deviceReporter.alwaysInstalled' }],
  settingsHandlers: {
    file: {
      type: 'gpii.settingsHandlers.INISettingsHandler',
      options: { filename: '${{environment}.HOME}/editor.ini' },
      supportedSettings: {
        size: { schema: { title: 'Size of text', type: 'number' } },
        blink: { schema: { title: 'Blinking cursor', type: 'boolean' } },
        folder: { schema: { title: 'Folder', type: 'string' } },
        theme: { schema: { title: 'Colours', type: 'string' } },
      },
      capabilitiesTransformations: { size: `${ESCAPED}/fontSize`, theme: `${ESCAPED}/highContrastTheme` },
    },
  },
};
const preferences = {
  [`${COMMON}/fontSize`]: 24,
  [`${COMMON}/highContrastTheme`]: 'white-black',
  'http://registry.gpii.net/applications/org.example.editor': { blink: false, folder: LONG },
};

/** As they are looked at; where only colours differ, no other rule is asked again. */
const WAYS = [
  { way: 'light', media: { colorScheme: 'light' }, width: 1280, rules: undefined },
  { way: 'dark', media: { colorScheme: 'dark' }, width: 1280, rules: COLOURS_ONLY },
  { way: 'phone', media: { colorScheme: 'light' }, width: 320, rules: undefined },
] as const;

describe.skipIf(whyNoBrowser !== undefined)(`the page of the flow manager (${whyNoBrowser ?? 'in Chromium'})`, () => {
  const gpiiToken = makeSecret('GPII token', 'ada-');
  let flowManager: StartedServer;
  let home: string;
  let page: Page;
  beforeAll(async () => {
    home = await makeTemporaryFolder();
    const [solutions, stored] = [join(home, 'solutions'), join(home, 'stored')];
    await Promise.all([solutions, stored].map((folder) => mkdir(folder)));
    await writeFile(join(home, 'editor.ini'), OLD);
    await writeFile(join(solutions, `${platform()}.json5`), JSON.stringify({ 'org.example.editor': editor }));
    const set = { flat: { contexts: { 'gpii-default': { preferences } } } };
    await writeFile(join(stored, `${gpiiToken}.json5`), JSON.stringify(set));
    // No access requester: what is stored here is enough for a page.
    const nowhere = join(home, 'no-requester');
    flowManager = await startServer(
      'flowManager',
      ['--port', '0', '--requester-socket', nowhere, '--local-solutions', solutions, '--local-preferences', stored],
      { env: { HOME: home, GPII_FLOWMANAGER_APPLY: 'yes' } },
    );
    const context = await (await startBrowser()).newContext({ reducedMotion: 'reduce' });
    page = await context.newPage();
    const { json } = await call(flowManager.url, { method: 'POST', path: '/page' });
    await page.goto(String(json.url));
  });

  async function findAllBarriers(name: string): Promise<string[]> {
    const barriers: string[] = [];
    for (const { way, media, width, rules } of WAYS) {
      await page.emulateMedia(media);
      await page.setViewportSize({ width, height: 800 });
      barriers.push(...(await findBarriers(page, `flow-manager-${name}-${way}`, rules)));
    }
    return barriers;
  }

  test('says what to do, then what changed, and keys out', async () => {
    const barriers = await findAllBarriers('nobody');
    await keyIn(flowManager.url, gpiiToken);
    await page.getByRole('link', { name: 'Look again' }).click();
    await page.getByRole('heading', { name: 'You are keyed in' }).waitFor();
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.split(/\s*[\t\n]\s*/))).toEqual([
      ['Size of text', 'Text editor', 'font size', '12', '24'],
      ['Colours', 'Text editor', 'high contrast theme', 'Not set', 'white-black'],
      ['Blinking cursor', 'Text editor', 'Your setting for this application', 'On', 'Off'],
      ['Folder', 'Text editor', 'Your setting for this application', 'Not set', LONG],
    ]);
    barriers.push(...(await findAllBarriers('somebody')));
    await page.getByRole('button', { name: 'Key out' }).click();
    await page.getByRole('status').getByText('You are keyed out.').waitFor();
    barriers.push(...(await findAllBarriers('out')));
    expect([barriers, await readFile(join(home, 'editor.ini'), 'utf8')]).toEqual([[], OLD]);
  });
});
