import { describe, expect, it } from 'vitest';
import { contextOf, type HotRoute } from '../../src/index.ts';
import { findClientAddress } from '../../src/server/client-address.ts';
import { rawExchange, rawRequest } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

const PEER = '10.0.0.1';

describe('the address of a client', () => {
  it.each([
    ['the peer without proxies, whatever the header says', '192.0.2.1', 0, PEER],
    ['the peer without a header', undefined, 1, PEER],
    ['the peer where the header is empty', '', 1, PEER],
    ['the right-most entry behind one proxy', '203.0.113.9, 192.0.2.1', 1, '192.0.2.1'],
    ['the second from the right behind two', '203.0.113.9, 192.0.2.1, 10.0.0.2', 2, '192.0.2.1'],
    ['the left-most where there are fewer entries than proxies', '192.0.2.1', 3, '192.0.2.1'],
    ['the entry to the right of one that is no address', 'unknown, 10.0.0.2', 2, '10.0.0.2'],
    ['the peer where no entry that counts is an address', '192.0.2.1, unknown', 1, PEER],
    ['the same behind an empty entry', '192.0.2.1,', 1, PEER],
    ['without a port', '192.0.2.1:4711', 1, '192.0.2.1'],
    ['without brackets', '[2001:db8::1]', 1, '2001:db8::1'],
    ['without brackets and port', '[2001:db8::1]:4711', 1, '2001:db8::1'],
    ['an IPv6 address in its shortest form', '2001:0DB8:0:0::0001', 1, '2001:db8::1'],
    ['an IPv4 address that came as IPv6', '::ffff:192.0.2.1', 1, '192.0.2.1'],
    ['the same in hexadecimal', '[::FFFF:c000:0201]', 1, '192.0.2.1'],
    ['nothing of brackets around IPv4', '[192.0.2.1]', 1, PEER],
    ['nothing of what only looks like an address', '192.0.2.256', 1, PEER],
  ])('is %s', (_what, forwardedFor, trustedProxies, address) => {
    expect(findClientAddress(PEER, forwardedFor, trustedProxies)).toBe(address);
  });

  it.each([
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['fe80::1%eth0', 'fe80::1'],
    [undefined, undefined],
  ])('of the peer %s is %s', (peer, address) => {
    expect(findClientAddress(peer, undefined, 0)).toBe(address);
  });
});

describe('a server behind a proxy', () => {
  const route: HotRoute = {
    method: 'GET',
    path: '/address',
    handle: (request, response) => {
      response.end(contextOf(request).clientAddress);
    },
  };
  const ask = (port: number, ...headers: string[]): Promise<{ body: string }> =>
    rawExchange(port, rawRequest('GET /address', headers));

  it('joins headers that came twice, as if they were one', async () => {
    await withServer({ hotRoutes: [route], trustedProxies: 2 }, async ({ port }) => {
      const answer = await ask(port, 'X-Forwarded-For: 192.0.2.1', 'X-Forwarded-For: 10.0.0.2');
      expect(answer.body).toContain('192.0.2.1');
    });
  });

  it('does not believe the header without being told so', async () => {
    await withServer({ hotRoutes: [route] }, async ({ port }) => {
      expect((await ask(port, 'X-Forwarded-For: 192.0.2.1')).body).toContain('127.0.0.1');
    });
  });
});
