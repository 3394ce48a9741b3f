import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { storeConformance } from '../src/conformance.ts';
import { openCouchStore } from '../src/index.ts';
import { startCouchPeer, type CouchPeer } from './support/start-couch-peer.ts';

// GPII_TEST_COUCHDB names a real one: http://user:password@127.0.0.1:5984, of which databases gpii-test-… are made.
const real = process.env.GPII_TEST_COUCHDB;
let peer: CouchPeer | undefined;

beforeAll(async () => {
  if (real === undefined) peer = await startCouchPeer('leveldb');
});

afterAll(async () => {
  await peer?.stop();
});

describe('CouchDB over http', () => {
  storeConformance({ describe, it }, async () => {
    const url = `${real ?? peer?.url ?? ''}/gpii-test-${randomBytes(6).toString('hex')}`;
    const store = await openCouchStore({ url, deadlineMs: 20_000, callDeadlineMs: 20_000 });
    return { store, close: () => store.close() };
  });
});
