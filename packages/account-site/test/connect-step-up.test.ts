import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAccount, listOwnCredentials, openCredentials } from '@gpii/credentials';
import { mountAssets } from '@gpii/pages';
import { createComponent, createLogger, infusionFolder, type ServerComponent } from '@gpii/service-kit';
import { openStore } from '@gpii/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mountSite } from '../src/mount-site.ts';

const ada = { email: 'ada@lib.example', name: 'Ada', password: 'canary-of-the-password' };
const clock = { at: new Date('2026-05-02T09:00:00Z') };
const PATH = `/connect?port=54321&state=%7e&code_challenge=${'A'.repeat(43)}&code_challenge_method=S256&name=LIB-PC-07`;
let url: string;
let cookie: string;
let countCredentials: () => Promise<number>;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-site-'));
  const store = await openStore({ dataDir: folder, deadlineMs: 20_000 });
  const data = await openCredentials(store, folder, { now: () => clock.at });
  const account = await addAccount(data, ada, { actor: 'operator:test' });
  const rooms = {
    ...data,
    publicUrl: () => 'http://site.example',
    nameApplication: () => undefined,
    signIn: ({ password }: { password: string }) => Promise.resolve(password === ada.password ? account : undefined),
    linkKey: () => Promise.resolve('linked' as const),
    mailer: { send: () => Promise.resolve() },
    countMail: () => Promise.resolve(),
  };
  const server = createComponent('gpii.server', {}) as ServerComponent;
  const running = await server.listen({
    at: { host: '127.0.0.1', port: 0 },
    logger: createLogger('test', 'silent'),
    hotRoutes: [],
    mount: (app) => {
      mountSite(app, rooms, mountAssets(app, infusionFolder));
    },
  });
  url = running.url;
  cookie = `gpii_session=${await data.sessions.begin({ account: ada.email })}`;
  countCredentials = async () => (await listOwnCredentials(data, ada.email)).length;
  closers.push(
    () => running.drain(0),
    () => store.close(),
    () => rm(folder, { recursive: true, force: true }),
  );
});
afterAll(async () => {
  for (const close of closers) await close();
});

const post = (fields: Record<string, string>): Promise<Response> =>
  fetch(url + PATH, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookie },
    body: new URLSearchParams(fields),
  });

test('asks for the password before it connects a computer, ten minutes after sign-in, and keeps what was chosen', async () => {
  const page = await (await fetch(url + PATH, { headers: { Cookie: cookie } })).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const fields = { form_token, decision: 'connect', which: 'new', name: 'Front desk' };
  clock.at = new Date(clock.at.getTime() + 11 * 60_000);

  const asked = await post(fields);
  const text = await asked.text();
  expect(text).toContain('Enter your password again');
  expect(text).toContain('name="name" value="Front desk"');
  expect(text).toContain(`action="${PATH.replaceAll('&', '&amp;')}"`);
  expect(asked.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:54321");

  const wrong = await post({ ...fields, step_up_password: 'wrong' });
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get('content-security-policy')).toContain('http://127.0.0.1:54321');
  expect(await countCredentials()).toBe(0);

  const connected = await post({ ...fields, step_up_password: ada.password });
  expect(connected.status).toBe(303);
  expect(connected.headers.get('location')).toMatch(
    /^http:\/\/127\.0\.0\.1:54321\/callback\?code=gpii_hc_.*&state=%7e$/,
  );
  expect(await countCredentials()).toBe(1);
});
