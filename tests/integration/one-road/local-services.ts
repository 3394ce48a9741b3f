import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPERATOR_FILE_NAME, OPERATOR_ROUTES, operatorFileSchema } from '@gpii/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { findListeningAddresses } from '../support/listening-addresses.ts';
import { makeSecret } from '../support/secrets.ts';
import type { StartedServer } from '../support/start-server.ts';
import type { WholeRoad } from '../support/start-whole-road.ts';
import { theBuild, theRoad } from '../support/the-road.ts';

describe('the services of this computer', () => {
  let road: WholeRoad;
  let keys: { channelKey: string; operatorKey: string };
  beforeAll(async () => {
    road = await theRoad();
    const file = await readFile(join(road.cloud.dataDir, OPERATOR_FILE_NAME), 'utf8');
    keys = {
      channelKey: (await readFile(road.computer.channelKeyFile, 'utf8')).trim(),
      operatorKey: operatorFileSchema.parse(JSON.parse(file)).operatorKey,
    };
  });

  interface Place {
    readonly server: StartedServer;
    readonly url: string;
    readonly path: string;
    readonly bearer: string;
    readonly body: object;
  }

  const SERVICES = ['requester', 'flowManager', 'operator'] as const;
  function placeOf(name: (typeof SERVICES)[number]): Place {
    const { cloud, requester, flowManager } = road;
    const gpiiToken = cloud.people.alice;
    switch (name) {
      case 'requester':
        return {
          server: requester,
          url: requester.url,
          path: '/access-token',
          bearer: keys.channelKey,
          body: { gpiiToken },
        };
      case 'flowManager': {
        const path = `/user/${gpiiToken}/proximityTriggered`;
        return { server: flowManager, url: flowManager.url, path, bearer: 'none-is-needed', body: {} };
      }
      case 'operator': {
        const { server } = cloud;
        const path = OPERATOR_ROUTES.operation.replace(':operation', 'import-records');
        return { server, url: server.operatorUrl, path, bearer: keys.operatorKey, body: { records: [] } };
      }
    }
  }

  describe.each(SERVICES)('%s', (name) => {
    test('answers a program of this computer', async () => {
      const { url, path, bearer, body } = placeOf(name);
      expect((await call(url, { path, bearer, body })).status).toBe(200);
    });

    test.each([
      ['a page of another site', { origin: 'https://evil.example' }],
      ['a page of this computer', { origin: 'http://127.0.0.1:8083' }],
      ['a page without an origin', { origin: 'null' }],
      ['an image of another site', { 'sec-fetch-site': 'cross-site' }],
      ['a page of the same site', { 'sec-fetch-site': 'same-origin' }],
    ])('refuses %s, key or not', async (_name, headers) => {
      const { server, url, path, bearer, body } = placeOf(name);
      const answer = await call(url, { path, bearer, body, headers });
      await expectRefusal(answer, server, { status: 403, error: 'forbidden', reason: 'browser_not_allowed' });
    });

    test.each([
      'evil.example',
      'localhost.evil.example:80',
      '127.0.0.1.nip.io',
      '0.0.0.0',
      '[::]',
      'localhost:80@evil',
    ])('refuses the name %s (DNS rebinding)', async (host) => {
      const { server, url, path, bearer, body } = placeOf(name);
      const answer = await call(url, { path, bearer, body, headers: { host } });
      await expectRefusal(answer, server, { status: 403, error: 'forbidden', reason: 'host_not_allowed' });
    });

    test('gives a page no leave to ask (L03)', async () => {
      const { url, path } = placeOf(name);
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const answer = await call(url, { method: 'OPTIONS', path, headers });
      expect(answer.status).toBe(403);
      const names = Object.keys(answer.headers).filter((header) => header.startsWith('access-control-'));
      expect(names).toEqual([]);
    });
  });

  const withKey = theBuild() === 'tcp' ? (['requester', 'operator'] as const) : (['operator'] as const);
  test.each(withKey)('%s refuses who shows no key, or another', async (name) => {
    const { server, url, path, body } = placeOf(name);
    const reason = name === 'requester' ? 'channel_key_wrong' : 'operator_key_wrong';
    const expected = { status: 403, error: 'forbidden', reason };
    await expectRefusal(await call(url, { path, body }), server, expected);
    await expectRefusal(await call(url, { path, body, bearer: makeSecret('channel key') }), server, expected);
    const { bearer } = placeOf(name);
    for (const authorization of [bearer, `Basic ${bearer}`, `Bearer ${bearer.slice(0, -1)}`, `Bearer ${bearer}a`]) {
      await expectRefusal(await call(url, { path, body, headers: { authorization } }), server, expected);
    }
  });

  test('says how it stands with the cloud, and nothing secret', async () => {
    const answer = await call(road.requester.url, { path: '/status', bearer: keys.channelKey });
    expect(answer.json).toMatchObject({ state: 'connected', credential: { name: 'Bakersfield AJC - PC1' } });
    expect(answer.text).not.toContain(road.cloud.installed.clientSecret);
  });

  test('all listeners are on loopback addresses', () => {
    const { cloud, requester, flowManager } = road;
    const addresses = [cloud.server, requester, flowManager].flatMap(({ pid }) => findListeningAddresses(pid));
    // On sockets only the two of the cloud are left.
    expect(addresses).toHaveLength(theBuild() === 'tcp' ? 4 : 2);
    expect(new Set(addresses.map((address) => address.replace(/:\d+$/, '')))).toEqual(new Set(['127.0.0.1']));
  });
});
