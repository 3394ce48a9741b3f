import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRecords, openCredentials, type Credentials } from '@gpii/credentials';
import type { ClientCredentialRecord, GpiiTokenRecord, ImportRecord } from '@gpii/protocol';
import { createComponent, createLogger, type RunningServer, type ServerComponent } from '@gpii/service-kit';
import { openStore, type Store } from '@gpii/store';
import { createAccessTokens, type AccessTokens } from '../../src/access-tokens.ts';
import { createAuthorizationCodes } from '../../src/authorize/authorization-codes.ts';
import { createLimits, type LimitSettings } from '../../src/limits/limits.ts';
import { createTokenRoutes } from '../../src/token/token-endpoint.ts';
import { NO_LIMITS } from './no-limits.ts';
import { rawExchange, rawRequest, type RawAnswer } from './raw-exchange.ts';

/** A token endpoint on a free port, over a folder of its own. */
export interface TokenServer extends Credentials {
  readonly port: number;
  readonly url: string;
  readonly store: Store;
  readonly accessTokens: AccessTokens;
  /** The clock of the access tokens. */
  readonly clock: { nowMs: number };
  readonly take: (...records: readonly ImportRecord[]) => Promise<void>;
  /** POST to the token endpoint, over a raw socket. */
  readonly post: (body: string | Buffer, headers?: readonly string[], path?: string) => Promise<RawAnswer>;
  /** Starts anew over the same folder. */
  readonly restart: () => Promise<TokenServer>;
  readonly close: () => Promise<void>;
}

export const FORM = 'Content-Type: application/x-www-form-urlencoded';
export const installed = (clientId: string, secret: string): ClientCredentialRecord => ({
  kind: 'clientCredential',
  clientId,
  type: 'installed',
  name: clientId,
  owner: 'ada@lib.example',
  secrets: [{ secret, label: '' }],
});
const person = (token: string): GpiiTokenRecord => ({ kind: 'gpiiToken', token, preferences: {} });

/** Who is known to every token server of these tests. */
const RECORDS: readonly ImportRecord[] = [
  installed('pc', 'pc-secret-1'),
  installed('odd:client', 'a:b%c d+e/'),
  { ...installed('web', 'web-secret-1'), type: 'web' },
  { ...installed('maker', 'maker-secret'), mayCreateGpiiTokens: true, mayCreatePreferences: true },
  { ...installed('half-maker', 'maker-secret'), mayCreateGpiiTokens: true },
  { ...installed('revoked', 'revoked-secret'), revokedAt: '2026-04-01T00:00:00Z' },
  { ...installed('elsewhere', 'elsewhere-secret'), allowedIPBlocks: ['10.0.0.0/8'] },
  person('alice'),
  person('Åsa 🦉'),
  { ...person('gone'), revokedAt: '2026-04-01T00:00:00Z' },
];

/** Starts a token server with fresh data. */
export async function startTokenServer(options: Partial<ServerOptions> = {}): Promise<TokenServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-auth-server-'));
  const server = await startOver(folder, { limits: NO_LIMITS, trustedProxies: 0, ...options });
  await server.take(...RECORDS);
  return server;
}

interface ServerOptions {
  readonly limits: LimitSettings;
  readonly trustedProxies: number;
}

async function startOver(folder: string, options: ServerOptions): Promise<TokenServer> {
  // Tests share two cores with other work: the store's own deadline is not what they are about.
  const store = await openStore({ dataDir: folder, deadlineMs: 20_000 });
  const credentials = await openCredentials(store, folder);
  const clock = { nowMs: Date.parse('2026-05-01T12:00:00Z') };
  const accessTokens = createAccessTokens(store, credentials.revocations, {
    lifetimeSeconds: 3600,
    now: () => clock.nowMs,
  });
  const component = createComponent('gpii.server', {}) as ServerComponent;
  const running: RunningServer = await component.listen({
    at: { host: '127.0.0.1', port: 0 },
    logger: createLogger('test', 'silent'),
    trustedProxies: options.trustedProxies,
    hotRoutes: createTokenRoutes({
      ...credentials,
      accessTokens,
      limits: createLimits({ settings: options.limits, audit: credentials.audit, monotonicMs: () => clock.nowMs }),
      authorizationCodes: createAuthorizationCodes({ ...credentials, now: () => new Date(clock.nowMs) }),
    }),
  });
  const port = Number(/\d+$/.exec(running.url)?.[0]);
  const stop = async (): Promise<void> => {
    await running.drain(0);
    await store.close();
  };
  return {
    ...credentials,
    port,
    url: running.url,
    store,
    accessTokens,
    clock,
    take: async (...records) => {
      await importRecords({ ...credentials, now: () => new Date(clock.nowMs) }, records);
    },
    post: (body, headers = [FORM], path = '/oauth2/access_token') => {
      const head = rawRequest(`POST ${path}`, [...headers, `Content-Length: ${Buffer.byteLength(body)}`]);
      return rawExchange(port, Buffer.concat([Buffer.from(head), Buffer.from(body)]));
    },
    restart: async () => {
      await stop();
      return startOver(folder, options);
    },
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A form body: a good token request of the client `pc` for `alice`, with what is given in its place. */
export function form(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const good = { grant_type: 'password', username: 'alice', client_id: 'pc', client_secret: 'pc-secret-1' };
  return Object.entries<string | undefined>({ ...good, ...changes })
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
}

/** The same without client credentials in it. */
export function bareForm(changes: Readonly<Record<string, string | undefined>> = {}): string {
  return form({ client_id: undefined, client_secret: undefined, ...changes });
}

export function basic(text: string): string {
  return `Authorization: Basic ${Buffer.from(text).toString('base64')}`;
}

/** Status and error code of an answer, which has to be JSON. */
export function outcomeOf({ status, body }: RawAnswer): readonly [number, unknown] {
  return [status, (JSON.parse(body) as { error?: unknown }).error];
}

/** The value of a header; undefined without it. */
export function headerOf({ head }: RawAnswer, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1];
}
