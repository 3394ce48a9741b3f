import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeExchange, readStatuses, sendExchange } from '../src/fuzz/exchange.ts';
import { watchLog } from '../src/fuzz/log-watch.ts';
import { cloudWorld } from '../src/fuzz/worlds.ts';
import { createRandom } from '../src/measure/random.ts';

const WORLD = cloudWorld({
  client: { clientId: 'c', clientSecret: 's' },
  web: { clientId: 'w', clientSecret: 's' },
  redirectUri: 'https://app.example.org/callback',
  gpiiToken: 'alice',
  accessToken: 'token',
  enrolmentKey: 'key',
});

describe('makeExchange', () => {
  it('makes the same from the same seed', () => {
    const make = (seed: number): Buffer => Buffer.concat(makeExchange(createRandom(seed), WORLD).writes);
    expect(make(5).equals(make(5))).toBe(true);
    expect(make(5).equals(make(6))).toBe(false);
  });

  it('uses connections in every manner, with whole and with broken requests', () => {
    const random = createRandom(1);
    const exchanges = Array.from({ length: 300 }, () => makeExchange(random, WORLD));
    expect(new Set(exchanges.map(({ manner }) => manner))).toEqual(new Set(['one', 'pipelined', 'kept', 'cut']));
    expect(new Set(exchanges.map(({ isWhole }) => isWhole))).toEqual(new Set([true, false]));
  });
});

describe('sendExchange', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(503).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('reads the statuses of all answers on a connection', async () => {
    const bytes = Buffer.from(
      'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    const outcome = await sendExchange(url, { manner: 'pipelined', writes: [bytes], requests: 2, isWhole: true });
    expect(outcome).toEqual({ statuses: [503, 503], hung: false });
  });

  it('is never kept waiting by a server that answers, whatever it sends', async () => {
    const random = createRandom(11);
    const exchanges = Array.from({ length: 200 }, () => makeExchange(random, WORLD));
    const outcomes = await Promise.all(exchanges.map((exchange) => sendExchange(url, exchange)));
    expect(outcomes.filter(({ hung }) => hung)).toEqual([]);
    expect(outcomes.flatMap(({ statuses }) => statuses)).toContain(503);
  });

  it('finds answers behind bodies without a line break', () => {
    expect(readStatuses('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}HTTP/1.1 400 Bad\r\n\r\n')).toEqual([
      100, 200, 400,
    ]);
  });
});

describe('watchLog', () => {
  it('keeps what tells of a mistake', () => {
    const { onLine, failures, errors, strange, requests } = watchLog();
    onLine('{"level":"info","status":200,"msg":"request"}');
    onLine('{"level":"info","status":500,"msg":"request"}');
    onLine('{"level":"error","msg":"request failed"}');
    onLine('Error: not caught');
    expect([failures.length, errors.length, strange.length, requests()]).toEqual([1, 1, 1, 2]);
  });
});
