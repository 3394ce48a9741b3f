/**
 * Issues access tokens into a store and checks them, in one process. Its argument is a data folder. Writes one line of
 * JSON: `{"fromCachePerSecond": [...], "fromStorePerSecond": [...]}`, one number a round.
 */
import { createAccessTokens, type AccessTokens } from '@gpii/auth-server';
import { openCredentials } from '@gpii/credentials';
import { openStore } from '@gpii/store';

const ACCESS_TOKENS = 8_000;
const ROUNDS = 5;
/** From memory it takes many more checks until a clock can tell. */
const CACHED_REPEATS = 20;
/** As many requests as a busy server has under way. */
const AT_ONCE = 64;

const CREDENTIAL = {
  clientId: 'bench',
  type: 'installed',
  public: false,
  name: 'Bench',
  owner: 'bench@example.org',
  origins: [],
  redirectUris: [],
  mayCreateGpiiTokens: false,
  mayCreatePreferences: false,
  createdAt: new Date().toISOString(),
} as const;

const [dataDir = ''] = process.argv.slice(2);
const store = await openStore({ dataDir });
const { revocations } = await openCredentials(store, dataDir);
const open = (): AccessTokens => createAccessTokens(store, revocations, { lifetimeSeconds: 3600, now: Date.now });

const issued = await issueAll(open());
const fromStorePerSecond: number[] = [];
const fromCachePerSecond: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  // Nothing is in the memory of a new one: each first check reads the store.
  const accessTokens = open();
  fromStorePerSecond.push(await measure(accessTokens, 1));
  fromCachePerSecond.push(await measure(accessTokens, CACHED_REPEATS));
}
process.stdout.write(`${JSON.stringify({ fromCachePerSecond, fromStorePerSecond })}\n`);
await store.close();

async function issueAll(accessTokens: AccessTokens): Promise<readonly string[]> {
  const client = { credential: CREDENTIAL, secretId: 'bench' };
  const requests = Array.from({ length: ACCESS_TOKENS }, () =>
    accessTokens.issue({ client, gpiiTokenHash: 'bench', scope: 'settings' }),
  );
  return (await Promise.all(requests)).map(({ accessToken }) => accessToken);
}

async function measure(accessTokens: AccessTokens, repeats: number): Promise<number> {
  let checked = 0;
  const total = issued.length * repeats;
  const startedAt = performance.now();
  const loop = async (): Promise<void> => {
    while (checked < total) {
      const accessToken = issued[checked++ % issued.length] ?? '';
      if ((await accessTokens.check(accessToken)) === undefined) throw new Error('A good access token was refused');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loop));
  return total / ((performance.now() - startedAt) / 1000);
}
