import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAccount, createCredential, openCredentials, type Actor, type Credentials } from '@gpii/credentials';
import { createComponent, createLogger, type ServerComponent } from '@gpii/service-kit';
import { openStore } from '@gpii/store';
import { createLimits, type LimitSettings } from '../../src/limits/limits.ts';
import { NO_LIMITS } from '../support/no-limits.ts';
import { createHandOverRoutes } from '../../src/hand-over/hand-over-routes.ts';

/** Who prepares things in tests. */
export const by: Actor = { actor: 'account:ada@lib.example' };

/** The account that is there. */
export const ada = { email: 'ada@lib.example', name: 'Ada', password: 'canary-of-the-password' };

/** What a test of the hand-over addresses has: the data, a clock, a credential, and a way to ask. */
export interface HandOver {
  readonly data: Credentials;
  readonly clock: { at: Date };
  readonly clientId: string;
  readonly post: (path: string, body: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly get: (path: string) => Promise<number>;
}

/** An answer, parsed. */
export interface Answer {
  readonly status: number;
  readonly cacheControl: string | null;
  readonly body: {
    readonly installed?: { readonly client_id: string; readonly client_secret: string };
    readonly error?: string;
    readonly gpii_reason?: string;
  };
}

/** Runs a test with a server over a fresh data folder; gives back all bytes that were stored. */
export async function withHandOver(
  test: (given: HandOver) => Promise<void>,
  settings: LimitSettings = NO_LIMITS,
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-hand-over-'));
  const store = await openStore({ dataDir: folder, deadlineMs: 20_000 });
  const clock = { at: new Date() };
  const data = await openCredentials(store, folder, { now: () => clock.at });
  const server = createComponent('gpii.server', {}) as ServerComponent;
  const running = await server.listen({
    at: { host: '127.0.0.1', port: 0 },
    logger: createLogger('test', 'silent'),
    hotRoutes: createHandOverRoutes({
      ...data,
      limits: createLimits({ settings, audit: data.audit }),
      publicUrl: () => 'https://cloud.example',
    }),
  });
  try {
    await addAccount(data, ada, by);
    const { clientId } = await createCredential(data, { type: 'installed', name: 'Library', owner: ada.email }, by);
    const get = async (path: string): Promise<number> => (await fetch(running.url + path)).status;
    await test({ data, clock, clientId, get, post: (path, body) => post(running.url + path, body) });
  } finally {
    await running.drain(1000);
    await data.uses.settled();
    await store.close();
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bytes = Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
  await rm(folder, { recursive: true, force: true });
  return bytes;
}

async function post(url: string, body: Readonly<Record<string, string>>): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const parsed = (await answer.json()) as Answer['body'];
  return { status: answer.status, cacheControl: answer.headers.get('cache-control'), body: parsed };
}
