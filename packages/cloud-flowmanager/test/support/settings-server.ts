import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessTokens, type AccessTokens } from '@gpii/auth-server';
import { OWN_COMMON_TERMS } from '@gpii/gpii-files';
import { importRecords, openCredentials, type Credentials, type VerifiedClient } from '@gpii/credentials';
import {
  SETTINGS_ADDRESS_LIMIT_BYTES,
  type ClientCredentialRecord,
  type GpiiTokenRecord,
  type ImportRecord,
  type Scope,
} from '@gpii/protocol';
import { createComponent, createLogger, type ServerComponent } from '@gpii/service-kit';
import { openStore } from '@gpii/store';
import { createInProcessCheck } from '../../src/settings/access-token-check.ts';
import { createSettingsRoutes } from '../../src/settings/settings-routes.ts';
import { openSolutions, type SolutionsInForce } from '../../src/solutions/open-solutions.ts';

/** Settings endpoints on a free port. */
export interface SettingsServer extends Credentials {
  readonly port: number;
  readonly url: string;
  readonly accessTokens: AccessTokens;
  readonly clock: { nowMs: number };
  readonly solutions: SolutionsInForce;
  /** Folder of the solutions registries. */
  readonly folder: string;
  /** A good access token for a GPII token, of the client `pc` where no other is named. */
  readonly tokenFor: (gpiiToken: string, scope?: Scope, clientId?: string) => Promise<string>;
  readonly take: (...records: readonly ImportRecord[]) => Promise<void>;
  /** GET settings of a person on a device, with a good access token. */
  readonly get: (gpiiToken: string, device: string) => Promise<Response>;
  /** PUT or PATCH of preferences with a good access token; a body that is no text is made JSON. */
  readonly save: (gpiiToken: string, body: unknown, options?: SaveOptions) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** How a save is sent. */
export interface SaveOptions {
  readonly method?: 'PUT' | 'PATCH';
  readonly clientId?: string;
  readonly contentType?: string;
}

export const COMMON = 'http://registry.gpii.net/common/';
export const APP = 'http://registry.gpii.net/applications/';

const magnifier = {
  name: 'Magnifier',
  contexts: { OS: [{ id: 'linux' }] },
  settingsHandlers: {
    configuration: {
      type: 'gpii.gsettings',
      supportedSettings: {
        own: { schema: { type: 'boolean' } },
        zoom: { schema: { type: 'number', minimum: 1, maximum: 20 } },
      },
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

/** A client credential; `pc` without any rights of its own. */
export function clientRecord(given: Partial<ClientCredentialRecord>): ClientCredentialRecord {
  const record = { kind: 'clientCredential', clientId: 'pc', type: 'installed', name: 'PC', owner: 'a@b' } as const;
  return { ...record, secrets: [{ secret: 'the secret of a pc', label: '' }], ...given };
}

const clientOf = (clientId: string): VerifiedClient =>
  ({ credential: { clientId }, secretId: 'aaaaaaaaaaaaaaaa' }) as unknown as VerifiedClient;

/** Starts with a small registry, and the person alice. */
export async function startSettingsServer(): Promise<SettingsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-cloud-'));
  for (const [name, registry] of Object.entries(registries)) {
    await writeFile(join(folder, name), JSON.stringify(registry));
  }
  const logger = createLogger('test', 'silent');
  // Tests share two cores with other work: the store's own deadline is not what they are about.
  const dataDir = join(folder, 'data');
  const store = await openStore({ dataDir, deadlineMs: 20_000 });
  const credentials = await openCredentials(store, dataDir);
  const clock = { nowMs: Date.parse('2026-05-01T12:00:00Z') };
  const options = { lifetimeSeconds: 3600, now: () => clock.nowMs };
  const accessTokens = createAccessTokens(store, credentials.revocations, options);
  const solutions = await openSolutions({ directory: folder, commonTermsFile: OWN_COMMON_TERMS }, logger);
  const component = createComponent('gpii.server', {
    addressLimitBytes: SETTINGS_ADDRESS_LIMIT_BYTES,
  }) as ServerComponent;
  const running = await component.listen({
    at: { host: '127.0.0.1', port: 0 },
    logger,
    hotRoutes: createSettingsRoutes({
      ...credentials,
      accessTokenCheck: createInProcessCheck({ accessTokens, verifier: credentials.verifier }),
      solutions,
    }),
  });
  const take = async (...records: readonly ImportRecord[]): Promise<void> => {
    await importRecords({ ...credentials, now: () => new Date(clock.nowMs) }, records);
  };
  await take(clientRecord({}), alice);
  const tokenFor = async (gpiiToken: string, scope: Scope = 'settings', clientId = 'pc'): Promise<string> => {
    const gpiiTokenHash = credentials.gpiiTokens.hash(gpiiToken);
    return (await accessTokens.issue({ client: clientOf(clientId), gpiiTokenHash, scope })).accessToken;
  };
  return {
    ...credentials,
    port: Number(/\d+$/.exec(running.url)?.[0]),
    url: running.url,
    accessTokens,
    clock,
    solutions,
    folder,
    tokenFor,
    take,
    get: async (gpiiToken, deviceText) =>
      fetch(`${running.url}/${encodeURIComponent(gpiiToken)}/settings/${encodeURIComponent(deviceText)}`, {
        headers: { authorization: `Bearer ${await tokenFor(gpiiToken)}` },
      }),
    save: async (gpiiToken, body, { method = 'PUT', clientId, contentType } = {}) => {
      const usual = method === 'PUT' ? 'application/json' : 'application/merge-patch+json';
      return fetch(`${running.url}/${encodeURIComponent(gpiiToken)}/settings`, {
        method,
        headers: {
          authorization: `Bearer ${await tokenFor(gpiiToken, 'settings', clientId)}`,
          'content-type': contentType ?? usual,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
    close: async () => {
      await running.drain(0);
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
