import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessTokens, type AccessTokens } from '@gpii/auth-server';
import { importRecords, openCredentials, type Credentials, type VerifiedClient } from '@gpii/credentials';
import type { GpiiTokenRecord, Scope } from '@gpii/protocol';
import { createComponent, createLogger, type ServerComponent } from '@gpii/service-kit';
import { openStore } from '@gpii/store';
import { loadRegistries } from '../../src/load-registries.ts';
import { createSettingsRoutes } from '../../src/settings/settings-routes.ts';

/** Settings endpoints on a free port. */
export interface SettingsServer extends Credentials {
  readonly port: number;
  readonly url: string;
  readonly accessTokens: AccessTokens;
  readonly clock: { nowMs: number };
  /** A good access token for a GPII token. */
  readonly tokenFor: (gpiiToken: string, scope?: Scope) => Promise<string>;
  readonly take: (...records: readonly GpiiTokenRecord[]) => Promise<void>;
  /** GET settings of a person on a device, with a good access token. */
  readonly get: (gpiiToken: string, device: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export const COMMON = 'http://registry.gpii.net/common/';
const APP = 'http://registry.gpii.net/applications/';

const magnifier = {
  name: 'Magnifier',
  contexts: { OS: [{ id: 'linux' }] },
  settingsHandlers: {
    configuration: {
      type: 'gpii.gsettings',
      capabilitiesTransformations: { zoom: `${COMMON}magnification`.replaceAll('.', '\\.') },
    },
  },
};
const registries = {
  'linux.json5': { 'org.magnifier': magnifier, 'org.absent': { name: 'Not installed', settingsHandlers: {} } },
  'win32.json5': { 'com.magnifier': { name: 'Another', settingsHandlers: {} } },
};

/** A computer that has the magnifier. */
export const device = JSON.stringify({ OS: { id: 'linux' }, solutions: [{ id: 'org.magnifier' }] });

/** A person with a magnifier. */
export const alice: GpiiTokenRecord = {
  kind: 'gpiiToken',
  token: 'alice',
  preferences: {
    flat: {
      name: 'Alice',
      contexts: {
        'gpii-default': {
          preferences: {
            [`${COMMON}magnification`]: 2,
            [`${COMMON}fontSize`]: 9,
            [`${APP}org.magnifier`]: { own: true },
          },
        },
      },
    },
  },
};

const client = { credential: { clientId: 'pc' }, secretId: 'aaaaaaaaaaaaaaaa' } as unknown as VerifiedClient;

/** Starts with a small registry, and the person alice. */
export async function startSettingsServer(): Promise<SettingsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-cloud-'));
  for (const [name, registry] of Object.entries(registries)) {
    await writeFile(join(folder, name), JSON.stringify(registry));
  }
  // Tests share two cores with other work: the store's own deadline is not what they are about.
  const dataDir = join(folder, 'data');
  const store = await openStore({ dataDir, deadlineMs: 20_000 });
  const credentials = await openCredentials(store, dataDir);
  const clock = { nowMs: Date.parse('2026-05-01T12:00:00Z') };
  const options = { lifetimeSeconds: 3600, now: () => clock.nowMs };
  const accessTokens = createAccessTokens(store, credentials.revocations, options);
  const registry = await loadRegistries(folder);
  const component = createComponent('gpii.server', {}) as ServerComponent;
  const running = await component.listen({
    at: { host: '127.0.0.1', port: 0 },
    logger: createLogger('test', 'silent'),
    hotRoutes: createSettingsRoutes({ ...credentials, accessTokenCheck: accessTokens, registry }),
  });
  const take = async (...records: readonly GpiiTokenRecord[]): Promise<void> => {
    await importRecords({ ...credentials, now: () => new Date(clock.nowMs) }, records);
  };
  await take(alice);
  const tokenFor = async (gpiiToken: string, scope: Scope = 'settings'): Promise<string> => {
    const gpiiTokenHash = credentials.gpiiTokens.hash(gpiiToken);
    return (await accessTokens.issue({ client, gpiiTokenHash, scope })).accessToken;
  };
  return {
    ...credentials,
    port: Number(/\d+$/.exec(running.url)?.[0]),
    url: running.url,
    accessTokens,
    clock,
    tokenFor,
    take,
    get: async (gpiiToken, deviceText) =>
      fetch(`${running.url}/${encodeURIComponent(gpiiToken)}/settings/${encodeURIComponent(deviceText)}`, {
        headers: { authorization: `Bearer ${await tokenFor(gpiiToken)}` },
      }),
    close: async () => {
      await running.drain(0);
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
