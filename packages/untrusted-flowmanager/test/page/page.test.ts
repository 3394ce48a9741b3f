import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SettingsAnswer } from '@gpii/protocol';
import { ask, makeSurroundings, startFlowManagerIn, type Surroundings } from '../support/flow-manager-rig.ts';
import { runCommand, type StartedServer } from '../support/run-command.ts';

const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';
const APPLICATION = 'http://registry.gpii.net/applications/org.example.magnifier';
const PREFERENCES = { [FONT_SIZE]: 18, [APPLICATION]: { bold: true, kept: true, shade: 'deep' } };
const OLD = 'size=12\nbold=false\nkept=true\n';

let surroundings: Surroundings;
let flowManager: StartedServer;
let home: string;
let browser: { url: string; cookie: string };

/** The browser of somebody who asked for the page by the command. */
beforeAll(async () => {
  surroundings = await makeSurroundings();
  home = join(surroundings.folder, 'home');
  await mkdir(home);
  await writeFile(join(home, 'editor.ini'), OLD);
  surroundings.requester.reply({ body: { access_token: 'access-token-of-a-test', expires_in: 3600 } });
  surroundings.cloud.reply(({ path }) => ({ body: answerFor(decodeURIComponent(path.split('/')[1] ?? '')) }));
  flowManager = await startFlowManagerIn(
    surroundings,
    ['--port', '0', '--state-dir', join(surroundings.folder, 'state'), '--apply', 'yes'],
    { HOME: home },
  );
  const { stdout } = await runCommand(['page', '--url', flowManager.url]);
  const link = stdout.trim();
  const { headers } = await get(link);
  browser = {
    url: new URL(headers.location ?? '', link).href,
    cookie: String(headers['set-cookie']).split(';')[0] ?? '',
  };
});

afterAll(async () => {
  await flowManager.stop();
  await surroundings.close();
});

beforeEach(async () => {
  await ask(flowManager.url, '/user/alice-of-a-test/logout', { method: 'POST' });
});

function answerFor(gpiiKey: string): SettingsAnswer {
  return {
    gpiiKey,
    preferences: { contexts: { 'gpii-default': { preferences: PREFERENCES } } },
    solutionsRegistryEntries: {
      'org.example.magnifier': {
        name: 'Example <Editor>',
        settingsHandlers: {
          file: {
            type: 'gpii.settingsHandlers.INISettingsHandler',
            options: { filename: '${{environment}.HOME}/editor.ini' },
            supportedSettings: { size: { schema: { title: 'Size of text' } }, bold: {}, kept: {}, shade: {} },
            capabilitiesTransformations: {
              size: {
                transform: {
                  type: 'fluid.transforms.binaryOp',
                  leftPath: 'http://registry\\.gpii\\.net/common/fontSize',
                  operator: '*',
                  right: 2,
                },
              },
            },
          },
        },
      },
    },
    matchMakerOutput: {
      inferredConfiguration: {
        'gpii-default': {
          applications: {
            'org.example.magnifier': {
              active: true,
              settings:
                gpiiKey === 'bob-of-a-test' ? { [APPLICATION]: { bold: true, shade: 'of\ntwo lines' } } : PREFERENCES,
            },
          },
        },
      },
    },
  };
}

type Headers = Readonly<Record<string, string>>;

function get(
  url: string,
  { headers = {}, form }: { headers?: Headers; form?: Headers } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; html: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: form === undefined ? 'GET' : 'POST', headers, agent: false },
      (incoming) => {
        text(incoming).then((html) => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, html });
        }, reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });
}

const look = (path = '', headers: Headers = {}) =>
  get(browser.url + path, { headers: { cookie: browser.cookie, ...headers } });
const keyIn = () => ask(flowManager.url, '/user/alice-of-a-test/login', { method: 'POST' });
/** The cells of the table, row by row, as text. */
const rowsOf = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .slice(1)
    .map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]+>/g, '')),
    );

it('says what to do when nobody is keyed in', async () => {
  const { status, html } = await look();
  expect([status, /<h1>(.*)<\/h1>/.exec(html)?.[1], html.includes('<table')]).toEqual([
    200,
    'Nobody is keyed in',
    false,
  ]);
});

it('says who is keyed in, what changed and why, in the words of the registry', async () => {
  await keyIn();
  const { html } = await look();
  expect(rowsOf(html)).toEqual([
    ['Size of text', 'Example &lt;Editor>', 'font size', '12', '36'],
    ['bold', 'Example &lt;Editor>', 'Your setting for this application', 'Off', 'On'],
    ['shade', 'Example &lt;Editor>', 'Your setting for this application', 'Not set', 'deep'],
  ]);
  expect([html.includes('alic…'), html.includes('alice-of-a-test'), html.includes('GPII Cloud')]).toEqual([
    true,
    false,
    true,
  ]);
  const french = await look('', { 'accept-language': 'fr' });
  expect(french.html).toMatch(/<html lang="fr".*Votre clé est en cours/s);
});

it('names a setting that this computer does not take', async () => {
  await ask(flowManager.url, '/user/bob-of-a-test/login', { method: 'POST' });
  const { html } = await look();
  await ask(flowManager.url, '/user/bob-of-a-test/logout', { method: 'POST' });
  const [changes = '', leftOut = ''] = html.split('What could not be put on');
  expect(rowsOf(changes).map(([setting]) => setting)).toEqual(['bold']);
  expect(rowsOf(leftOut)).toEqual([['shade', 'Example &lt;Editor>']]);
});

it('keeps the first old value when the person changes a setting', async () => {
  await keyIn();
  const body = JSON.stringify({ term: 'org.example.magnifier/shade', value: 'light' });
  expect((await ask(flowManager.url, '/user/preferences', { method: 'POST', body })).status).toBe(200);
  expect(
    rowsOf((await look()).html)
      .at(-1)
      ?.slice(3),
  ).toEqual(['Not set', 'light']);
});

it('keys out by its form, and nobody else by an old one', async () => {
  await keyIn();
  const { html } = await look();
  const form = {
    form_token: /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '',
    since: /name="since" value="([^"]+)"/.exec(html)?.[1] ?? '',
  };
  const send = (fields: Headers, headers: Headers = {}) =>
    get(`${browser.url}key-out`, { headers: { cookie: browser.cookie, ...headers }, form: fields });
  expect((await send({ ...form, form_token: 'x' })).status).toBe(404);
  expect((await send(form, { 'sec-fetch-site': 'cross-site' })).status).toBe(404);
  expect((await look()).html).toContain('You are keyed in');
  expect((await send({ ...form, since: '2017-01-01T00:00:00.000Z' })).headers.location).toMatch(/\?done=out$/);
  expect((await look()).html).toContain('You are keyed in');
  const { headers } = await send(form);
  expect(
    (await get(new URL(headers.location ?? '', browser.url).href, { headers: { cookie: browser.cookie } })).html,
  ).toContain('This computer is as it was before.');
  expect(await readFile(join(home, 'editor.ini'), 'utf8')).toBe(OLD);
});

it('lets in nobody without the link, which is good once', async () => {
  const { body } = await ask(flowManager.url, '/page', { method: 'POST' });
  const link = String(body.url);
  expect(new URL(link).hostname).toBe('127.0.0.1');
  expect([(await get(link)).status, (await get(link)).status]).toEqual([303, 404]);
  expect((await get(browser.url)).status).toBe(404);
  expect((await look('', { host: `localhost:${new URL(browser.url).port}` })).status).toBe(404);
  for (const path of ['', 'help', 'display']) expect((await look(path)).status).toBe(200);
});
