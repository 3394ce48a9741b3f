import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shortestMs } from '../../service-kit/test/support/shortest-ms.ts';
import { openCouchStore, StoreCredentialsError, StoreUnavailableError, type Store } from '../src/index.ts';
import { startCouchPeer, type CouchPeer } from './support/start-couch-peer.ts';
import { startFaultProxy, type FaultProxy, type ProxiedAnswer, type ProxiedRequest } from './support/fault-proxy.ts';

let peer: CouchPeer;
let proxy: FaultProxy;
let store: Store;
let prefix: string;

beforeAll(async () => {
  peer = await startCouchPeer();
});

afterAll(async () => {
  await peer.stop();
});

beforeEach(async () => {
  proxy = await startFaultProxy(peer.url);
  prefix = `test-${randomBytes(6).toString('hex')}`;
  store = await openCouchStore({ url: `${proxy.url}/${prefix}`, deadlineMs: 20_000, callDeadlineMs: 20_000 });
});

afterEach(async () => {
  proxy.fault = () => undefined;
  await store.close();
  await proxy.close();
});

const isBulk = ({ path }: ProxiedRequest): boolean => path.endsWith('/_bulk_docs');
const isSpread = ({ body }: ProxiedRequest): boolean => body.includes('"new_edits":false');

/** As a cluster answers where fewer nodes than the quorum took a write. */
function accept({ text }: ProxiedAnswer): ProxiedAnswer {
  const rows = JSON.parse(text) as { rev?: string }[];
  return {
    status: 202,
    text: JSON.stringify(rows.map((row) => (row.rev === undefined ? row : { ...row, accepted: true }))),
  };
}

async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a write that the database only accepted (202)', () => {
  it('is done once enough nodes have it', async () => {
    let spreads = 0;
    proxy.fault = (request) => {
      if (!isBulk(request)) return undefined;
      if (!isSpread(request)) return { change: accept };
      spreads += 1;
      return spreads < 2 ? { change: ({ text }) => ({ status: 202, text }) } : undefined;
    };
    const revision = await store.core.create('a', { n: 1 });
    expect(spreads).toBe(2);
    expect(await store.core.get('a')).toEqual({ id: 'a', revision, value: { n: 1 } });
    proxy.fault = () => undefined;
    await expect(store.core.create('a', { n: 2 })).rejects.toThrow('exists');
  });

  it('continues the history of the document that it replaces', async () => {
    const first = await store.core.create('a', { n: 1 });
    proxy.fault = (request) => (isBulk(request) && !isSpread(request) ? { change: accept } : undefined);
    const second = await store.core.replace('a', first, { n: 2 });
    expect(await store.core.get('a')).toEqual({ id: 'a', revision: second, value: { n: 2 } });
    const text = await (await fetch(`${peer.url}/${prefix}-core/%3Aa?revs=true&conflicts=true`)).text();
    expect(JSON.parse(text)).toMatchObject({ _revisions: { start: 2 } });
    expect(text).not.toContain('_conflicts');
  });

  it('is never acknowledged while too few nodes have it', async () => {
    proxy.fault = (request) => (isBulk(request) ? { change: accept } : undefined);
    await expect(store.core.create('a', {})).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  /** Somebody creates the same id on another node of the cluster, at the same time as we do. */
  function createRivalMeanwhile(database: string, id: string): void {
    let written: Promise<unknown> = Promise.resolve();
    const docs = [{ _id: `:${id}`, _rev: '1-0000', schemaVersion: 1, value: { n: 'rival' } }];
    const headers = { 'content-type': 'application/json' };
    const change = (answer: ProxiedAnswer): ProxiedAnswer => {
      const body = JSON.stringify({ docs, new_edits: false });
      written = fetch(`${peer.url}/${prefix}-${database}/_bulk_docs`, { method: 'POST', headers, body });
      return accept(answer);
    };
    // The database hears of the rival before it hears anything else of ours.
    proxy.fault = (request) => {
      if (isBulk(request) && !isSpread(request)) return { change };
      return { after: written };
    };
  }

  it('is withdrawn where another node has created the same', async () => {
    createRivalMeanwhile('core', 'a');
    await expect(store.core.create('a', { n: 'ours' })).rejects.toThrow('exists');
    expect((await store.core.get('a'))?.value).toEqual({ n: 'rival' });
  });

  it('stays where it is a revocation, whoever else revoked the same', async () => {
    createRivalMeanwhile('revocations', 'secret:1');
    await store.revocations.create('secret:1', { n: 'ours' });
    expect((await store.revocations.get('secret:1'))?.value).toEqual({ n: 'ours' });
    expect(proxy.seen.some(({ method }) => method === 'DELETE')).toBe(false);
  });
});

describe('a write whose connection is cut', () => {
  it('is found to be done when the database did it', async () => {
    let cuts = 0;
    proxy.fault = (request) => (isBulk(request) && (cuts += 1) === 1 ? 'cut after' : undefined);
    const revision = await store.core.create('a', { n: 1 });
    expect(cuts).toBeGreaterThan(1);
    expect(await store.core.get('a')).toEqual({ id: 'a', revision, value: { n: 1 } });
  });

  it('is sent again when the database did not hear of it', async () => {
    let cuts = 0;
    proxy.fault = (request) => (isBulk(request) && (cuts += 1) === 1 ? 'cut' : undefined);
    await store.core.create('a', { n: 1 });
    expect((await store.core.get('a'))?.value).toEqual({ n: 1 });
  });

  it('is a conflict when somebody else was first', async () => {
    await store.core.create('a', { n: 'first' });
    let cuts = 0;
    proxy.fault = (request) => (isBulk(request) && (cuts += 1) === 1 ? 'cut after' : undefined);
    await expect(store.core.create('a', { n: 'second' })).rejects.toThrow('exists');
  });
});

describe('a database that answers wrongly', () => {
  const answers: [string, ProxiedAnswer][] = [
    ['500', { status: 500, text: '{"error":"internal_server_error"}' }],
    ['a page of something in between', { status: 200, text: '<html>' }],
    ['JSON that is no document', { status: 200, text: '[]' }],
    ['404 of something in between', { status: 404, text: '{"message":"no such page"}' }],
    [
      'that the whole database is gone',
      { status: 404, text: '{"error":"not_found","reason":"Database does not exist."}' },
    ],
    ['429', { status: 429, text: '{}' }],
    ['a redirect', { status: 302, text: '' }],
  ];

  it.each(answers)('is unavailable, and nothing is "not found": %s', async (_what, answer) => {
    proxy.fault = () => ({ answer });
    await expect(store.core.get('a')).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(store.core.create('a', {})).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(store.core.listByPrefix('a')).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(store.checkReady(1000)).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it('tells a refused password from everything else, and never shows it', async () => {
    const url = `http://admin:hunter2@${proxy.url.slice('http://'.length)}/${prefix}`;
    proxy.fault = () => ({
      answer: { status: 401, text: '{"error":"unauthorized","reason":"Name or password is incorrect."}' },
    });
    const error: unknown = await openCouchStore({ url, mayComeLater: true }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreCredentialsError);
    expect(String(error)).toContain(`${proxy.url}/${prefix} refused the user and password (401)`);
    expect(String(error)).not.toContain('hunter2');
  });
});

describe('a database that hangs', () => {
  it('costs a call its deadline, then milliseconds, and is there again within two seconds', async () => {
    await store.core.create('a', { n: 1 });
    await store.close();
    store = await openCouchStore({ url: `${proxy.url}/${prefix}`, mayComeLater: true });
    const refuse = (calls: number, words: string | typeof StoreUnavailableError): Promise<unknown> =>
      Promise.all(Array.from({ length: calls }, () => expect(store.core.get('a')).rejects.toThrow(words)));
    const comeBack = async (): Promise<void> => {
      proxy.fault = () => undefined;
      await untilTrue(async () => (await store.core.get('a').catch(() => undefined)) !== undefined);
    };
    const hang = async (): Promise<void> => {
      proxy.fault = () => 'hang';
      await refuse(10, StoreUnavailableError);
    };
    expect(await shortestMs(2000, hang, comeBack)).toBeLessThan(2000);
    // Far below the deadline of a single call.
    expect(await shortestMs(900, () => refuse(100, 'is being watched'))).toBeLessThan(900);
    expect(await shortestMs(2000, comeBack, hang)).toBeLessThan(2000);
  });

  it('is waited for by a store that may open before it', async () => {
    proxy.fault = () => 'cut';
    const url = `${proxy.url}/${prefix}-later`;
    await expect(openCouchStore({ url })).rejects.toThrow(`${url} cannot be used`);
    const later = await openCouchStore({ url, mayComeLater: true });
    try {
      const nothing = (): void => undefined;
      const follower = { admit: () => Promise.resolve(), revoked: nothing, changed: nothing, forgetAll: nothing };
      await expect(later.feed?.follow(follower)).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(later.checkReady(1000)).rejects.toBeInstanceOf(StoreUnavailableError);
      proxy.fault = () => undefined;
      await untilTrue(() =>
        later.checkReady(1000).then(
          () => true,
          () => false,
        ),
      );
      await later.core.create('a', {});
    } finally {
      await later.close();
    }
  });
});

it('asks for an id of any length without an address of that length', async () => {
  expect(await store.core.get(`credential:${'x'.repeat(50_000)}`)).toBeUndefined();
});
