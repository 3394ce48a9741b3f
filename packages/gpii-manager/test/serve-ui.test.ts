import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { readFile, stat } from 'node:fs/promises';
import { HAND_OVER_ROUTES } from '@gpii/protocol';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveUi, type LocalPage } from '../src/ui/serve-ui.ts';
import { CLIENT_ID, startCloud, type FakeCloud } from './fake-cloud.ts';
import { makeComputer, type TestComputer } from './make-computer.ts';

const IDLE_MS = 15 * 60_000;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** Asks exactly this: a browser's `fetch` would not send another Host. */
function ask(
  url: string,
  { method = 'GET', headers = {}, form }: { method?: string; headers?: Headers; form?: Headers } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (incoming) => {
      text(incoming).then((body) => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: body });
      }, reject);
    });
    outgoing.once('error', reject);
    outgoing.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });
}

let cloud: FakeCloud;
let computer: TestComputer;
let page: LocalPage;
/** Of the browser that came in. */
let cookie: Headers;
let home: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  cloud = await startCloud();
  computer = await makeComputer(cloud.url);
  page = await serveUi(computer.rooms, IDLE_MS);
  onTestFinished(page.stop);
  const { headers } = await ask(page.oneUseLink);
  cookie = { cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
  home = new URL(String(headers.location), page.oneUseLink).href;
});

afterEach(() => {
  vi.useRealTimers();
});

/** Fills the form of a page, as the browser that came in. */
async function send(path: string, form: Headers, headers: Headers = {}): Promise<Answer> {
  const shown = await ask(home + path, { headers: { ...cookie, ...headers } });
  const token = /name="form_token" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
  return ask(home + path, { method: 'POST', headers: { ...cookie, ...headers }, form: { form_token: token, ...form } });
}

describe('the local page', () => {
  it('lets one browser in, by a link that is good once', async () => {
    expect(new URL(page.oneUseLink).hostname).toBe('127.0.0.1');
    expect((await ask(page.oneUseLink)).status).toBe(404);
    expect((await ask(home, { headers: cookie })).status).toBe(200);
  });

  it('answers nobody else: 30 probes of Host, Origin, cookie and form get 404 or nothing', async () => {
    const port = new URL(home).port;
    const strange: Headers[] = [
      { host: `localhost:${port}` },
      { host: `127.0.0.1` },
      { host: `127.0.0.1:${Number(port) + 1}` },
      { host: 'evil.example' },
      { host: `evil.example:${port}` },
      { host: `127.0.0.1.evil.example:${port}` },
      { host: `[::1]:${port}` },
      { cookie: '' },
      { cookie: 'gpii_manager=x' },
      { cookie: `${cookie.cookie ?? ''}x` },
    ];
    for (const headers of strange) {
      for (const path of ['', 'log', 'doctor']) {
        const { status, text: said } = await ask(home + path, { headers: { ...cookie, ...headers } });
        expect([headers, path, status, said]).toEqual([headers, path, 404, '']);
      }
    }
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: `http://localhost:${port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Headers[]) {
      expect((await send('revoke', {}, headers)).status).toBe(404);
    }
    expect((await send('revoke', { form_token: 'x' })).status).toBe(404);
    const { headers } = await ask(home, { headers: { ...cookie, origin: 'https://evil.example' } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('stops when nobody who was let in used it for 15 minutes, whoever else knocks', async () => {
    let hasEnded = false;
    void page.ended.then(() => (hasEnded = true));
    vi.advanceTimersByTime(IDLE_MS - 1);
    expect((await ask(home, { headers: cookie })).status).toBe(200);
    vi.advanceTimersByTime(IDLE_MS - 1);
    expect((await ask(home)).status).toBe(404);
    expect((await ask(new URL('/callback?code=x&state=y', home).href)).status).toBe(404);
    expect(hasEnded).toBe(false);
    vi.advanceTimersByTime(1);
    await page.ended;
    await expect(ask(home, { headers: cookie })).rejects.toThrow('ECONNREFUSED');
  });

  it('leads nowhere that it has no page for, in English and in French', async () => {
    for (const language of ['en', 'fr']) {
      const headers = { ...cookie, 'accept-language': language };
      const seen = new Set<string>();
      const waiting = [''];
      for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
        if (seen.has(path)) continue;
        seen.add(path);
        const { status, text: html } = await ask(home + path, { headers });
        expect([path, status]).toEqual([path, 200]);
        expect(html).toContain(`<html lang="${language}"`);
        const base = new URL(home).pathname;
        for (const [, href = ''] of html.matchAll(/<(?:a|link)\b[^>]*\bhref="([^"#]+)"/g)) {
          expect(href.startsWith(base)).toBe(true);
          if (!href.includes('/assets/')) waiting.push(href.slice(base.length).split('?')[0] ?? '');
          else expect((await ask(new URL(href, home).href)).status).toBe(200);
        }
      }
      const pages = ['', 'display', 'doctor', 'enrol', 'help', 'log', 'set', 'sign-in'];
      expect([...seen].sort()).toEqual(pages);
    }
  });

  it('takes no password where the installer switched that off, however it is asked', async () => {
    const off = await makeComputer(cloud.url, { signIn: false });
    const other = await serveUi(off.rooms, IDLE_MS);
    onTestFinished(other.stop);
    const { headers } = await ask(other.oneUseLink);
    cookie = { cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
    home = new URL(String(headers.location), other.oneUseLink).href;
    const { text: form } = await ask(`${home}set`, { headers: cookie });
    const token = /name="form_token" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const sent = { form_token: token, email: 'ada@example.org', password: 'canary-password' };
    const shown = await ask(`${home}sign-in`, { headers: cookie });
    const posted = await ask(`${home}sign-in`, { method: 'POST', headers: cookie, form: sent });
    for (const { text: said } of [shown, posted]) expect(said).toContain('is switched off on this computer');
    expect(cloud.asked.map(({ path }) => path)).not.toContain(HAND_OVER_ROUTES.request);
    await expect(stat(off.credentialFile)).rejects.toThrow('ENOENT');
  });

  it('keeps how pages look in the cookie of the website', async () => {
    const wanted = { text_size: '1.5', line_space: '1', font: 'default', theme: 'wb' };
    const previewed = await send('display', { ...wanted, do: 'preview' });
    expect([previewed.headers['set-cookie'], previewed.text]).toEqual([
      undefined,
      expect.stringMatching(/<html[^>]* class="text-15 theme-wb"/) as string,
    ]);
    const saved = await send('display', { ...wanted, do: 'save' });
    const display = String(saved.headers['set-cookie']).split(';')[0] ?? '';
    const shown = await ask(`${home}log`, { headers: { cookie: `${cookie.cookie ?? ''}; ${display}` } });
    expect(shown.text).toMatch(/<html[^>]* class="text-15 theme-wb"/);
  });

  it('takes a credential, enrols, forgets, and has it in the log; nothing secret comes back', async () => {
    cloud.secrets.add('canary-secret-0');
    const file = { installed: { client_id: CLIENT_ID, client_secret: 'canary-secret-0', name: 'PC 1' } };
    const answers = [
      await send('set', { credential: '{"installed":{"client_id":"x","client_secret":"canary-wrong"}}' }),
      await send('set', { credential: JSON.stringify(file) }),
      await ask(home, { headers: cookie }),
      await send('forget', {}),
      await send('enrol', { enrolment_key: 'canary-key' }),
      await send('sign-in', { email: 'ada@example.org', password: 'canary-password' }),
      await send('rotate', {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 303, 200, 303, 303, 303, 303]);
    const { text: log } = await ask(`${home}log`, { headers: cookie });
    const told = [
      'Made a new secret',
      'Signed in and connected',
      'Enrolled with',
      'Forgot the credential',
      'Took a credential file',
    ];
    const places = told.map((words) => log.indexOf(words));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(places).not.toContain(-1);
    const record = await readFile(computer.rooms.settings.recordFile, 'utf8');
    for (const { text: said, headers } of answers) expect(said + JSON.stringify(headers)).not.toContain('canary');
    expect(log + record + computer.told.join()).not.toContain('canary');
  });
});
