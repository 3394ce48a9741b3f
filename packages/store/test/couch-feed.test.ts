import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCouchStore, StoreUnavailableError, type Follower, type Store } from '../src/index.ts';
import { startCouchPeer, type CouchPeer } from './support/start-couch-peer.ts';
import { startFaultProxy, type FaultProxy } from './support/fault-proxy.ts';

let peer: CouchPeer;
let proxy: FaultProxy;
/** Beside the proxy. */
let other: Store;
/** Behind the proxy. */
let followed: Store;
let openFollowed: (callDeadlineMs: number) => Promise<Store>;

beforeAll(async () => {
  peer = await startCouchPeer();
});

afterAll(async () => {
  await peer.stop();
});

beforeEach(async () => {
  proxy = await startFaultProxy(peer.url);
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  other = await openCouchStore({ url: `${peer.url}/${prefix}`, deadlineMs: 20_000, callDeadlineMs: 20_000 });
  openFollowed = (callDeadlineMs) =>
    openCouchStore({ url: `${proxy.url}/${prefix}`, deadlineMs: 20_000, callDeadlineMs });
  followed = await openFollowed(20_000);
});

afterEach(async () => {
  proxy.fault = () => undefined;
  await Promise.all([other.close(), followed.close()]);
  await proxy.close();
});

/** What a follower was told. */
function listener(admit: () => Promise<void> = () => Promise.resolve()) {
  const revoked = new Map<string, object>();
  const changed: string[] = [];
  const told: Follower = {
    admit,
    revoked: (id, value) => void revoked.set(id, value),
    changed: (id) => void changed.push(id),
    forgetAll: () => undefined,
  };
  return { told, revoked, changed };
}

async function untilTrue(ask: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await ask())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const isFeed = ({ path }: { path: string }): boolean => path.includes('/_changes');

describe('the change feed', () => {
  it('tells of all revocations before it says that it has caught up, more than fit a page', async () => {
    await Promise.all(Array.from({ length: 1200 }, (_, n) => other.revocations.create(`secret:${n}`, { n })));
    const { told, revoked } = listener();
    await followed.feed?.follow(told);
    expect(revoked.size).toBe(1200);
    expect(revoked.get('secret:7')).toEqual({ n: 7 });
  });

  it('tells of what another node writes from then on', async () => {
    const { told, revoked, changed } = listener();
    await followed.feed?.follow(told);
    const revision = await other.core.create('credential:a', {});
    await other.core.replace('credential:a', revision, { n: 2 });
    await other.revocations.create('secret:new', { n: 1 });
    await untilTrue(() => revoked.has('secret:new') && changed.includes('credential:a'));
  });

  it('asks at once when it has not heard for the lease, and says when it cannot', async () => {
    await followed.close();
    // Twice what the machine may stand still for.
    followed = await openFollowed(3000);
    const { told, revoked } = listener();
    await followed.feed?.follow(told);
    await untilTrue(() => followed.feed?.catchUp() === undefined);
    proxy.fault = (request) => (isFeed(request) ? 'hang' : undefined);
    await other.revocations.create('secret:1', {});
    const askWhenLate = async (): Promise<unknown> => followed.feed?.catchUp()?.catch((error: unknown) => error);
    await untilTrue(async () => (await askWhenLate()) instanceof StoreUnavailableError);
    proxy.fault = () => undefined;
    await untilTrue(() =>
      Promise.resolve(followed.feed?.catchUp()).then(
        () => true,
        () => false,
      ),
    );
    expect(revoked.has('secret:1')).toBe(true);
  });

  it('tells nothing, and lets nobody work, before the follower is admitted', async () => {
    await other.revocations.create('secret:1', {});
    let mayUse = false;
    const { told, revoked } = listener(() => (mayUse ? Promise.resolve() : Promise.reject(new Error('other keys'))));
    await expect(followed.feed?.follow(told)).rejects.toMatchObject({ cause: { message: 'other keys' } });
    expect(revoked.size).toBe(0);
    await expect(followed.checkReady(1000)).rejects.toBeInstanceOf(StoreUnavailableError);
    mayUse = true;
    await followed.feed?.catchUp();
    expect(revoked.size).toBe(1);
  });
});

describe('access token buckets that nodes share', () => {
  it('are made by many at once, and read by all', async () => {
    const bucket = other.accessTokens.bucketNameFor(new Date('2031-01-01T00:00:00Z'));
    const create = (n: number): Promise<void> =>
      (n % 2 === 0 ? other : followed).accessTokens.create(bucket, `t${n}`, { n });
    await Promise.all(Array.from({ length: 20 }, (_, n) => create(n)));
    for (const store of [other, followed]) {
      for (let n = 0; n < 20; n += 1) expect(await store.accessTokens.get(bucket, `t${n}`)).toEqual({ n });
    }
  });

  it('are dropped by many at once, also those that another node made', async () => {
    const end = new Date('2030-01-01T13:00:00Z');
    const bucket = other.accessTokens.bucketNameFor(new Date(end.getTime() - 1));
    await other.accessTokens.create(bucket, 't', {});
    await Promise.all([other.accessTokens.destroyExpired(end), followed.accessTokens.destroyExpired(end)]);
    expect(await followed.accessTokens.get(bucket, 't')).toBeUndefined();
    expect(await (await fetch(`${peer.url}/_all_dbs`)).text()).not.toContain(`until-${bucket}`);
  });
});
