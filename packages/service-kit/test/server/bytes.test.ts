import { describe, expect, it } from 'vitest';
import { createComponent, type ServerComponent } from '../../src/index.ts';
import { openRaw, rawExchange, rawRequest, readToEnd } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

describe('bytes that are no proper request', () => {
  it.each([
    ['garbage', 400, 'GARBAGE\r\n\r\n'],
    [
      'Content-Length beside Transfer-Encoding (RFC 9112 §6.1)',
      400,
      rawRequest('POST /', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    ['two lengths', 400, rawRequest('POST /', ['Content-Length: 5', 'Content-Length: 6'], 'aaaaa')],
    ['a NUL in a header', 400, rawRequest('GET /', ['X-A: a\0b'])],
    ['a bare line feed that smuggles', 400, 'GET / HTTP/1.1\nHost: x\nTransfer-Encoding : chunked\n\n'],
    ['headers over 16 KiB', 431, rawRequest('GET /', [`X-A: ${'a'.repeat(17_000)}`])],
    ['an address over 16 KiB', 431, rawRequest(`GET /${'a'.repeat(17_000)}`)],
  ])('answers %s with %d, JSON, and closes', async (_what, status, bytes) => {
    await withServer({}, async ({ port }) => {
      const answer = await rawExchange(port, bytes);
      expect([answer.status, answer.head.includes('application/json')]).toEqual([status, true]);
    });
  });

  it('refuses a request without Host with 400', async () => {
    await withServer({}, async ({ port }) => {
      expect((await rawExchange(port, 'GET / HTTP/1.1\r\n\r\n')).status).toBe(400);
    });
  });

  it('lets go of a peer that never closes its own side', async () => {
    await withServer({}, async ({ port, component }) => {
      const socket = openRaw(port, 'GARBAGE\r\n\r\n');
      const isGone = new Promise((resolve) => {
        component.httpServer.once('connection', (connection) => {
          connection.once('close', resolve);
        });
      });
      await isGone;
      socket.destroy();
    });
  });

  it('writes nothing into an answer that has begun', async () => {
    const route = {
      method: 'GET',
      path: '/begun',
      handle: (_request: unknown, response: { writeHead: (status: number) => void; write: (text: string) => void }) => {
        response.writeHead(200);
        response.write('begun');
      },
    } as const;
    await withServer({ hotRoutes: [route] }, async ({ port }) => {
      const socket = openRaw(port, 'GET /begun HTTP/1.1\r\nHost: x\r\n\r\n');
      socket.once('data', () => socket.write('GARBAGE\r\n\r\n'));
      expect(await readToEnd(socket)).not.toContain('400');
    });
  });

  it('logs a reason', async () => {
    await withServer({}, async ({ port, lines }) => {
      await rawExchange(port, 'GARBAGE\r\n\r\n');
      expect(lines).toEqual([
        { level: 'info', status: 400, reason: 'request_malformed', msg: 'request not understood' },
      ]);
    });
  });

  it('gives a slow request 10 s for its headers and 13 s in all, looked at every second (SECURITY G-S8)', () => {
    const { httpServer } = createComponent('gpii.server', {}) as ServerComponent;
    const { headersTimeout, requestTimeout } = httpServer;
    const interval = (httpServer as unknown as { connectionsCheckingInterval?: number }).connectionsCheckingInterval;
    expect([headersTimeout, requestTimeout, interval]).toEqual([10_000, 13_000, 1_000]);
  });

  it('answers a request that is too slow with 408', async () => {
    await withServer({}, async ({ port, component }) => {
      // Node's own check runs every 2 s: what it would find is handed in here.
      component.httpServer.once('connection', (socket) => {
        const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
        socket.once('data', () => component.httpServer.emit('clientError', error, socket));
      });
      const answer = await rawExchange(port, 'GET / HTTP/1.1\r\nHost:');
      expect([answer.status, answer.body]).toEqual([408, expect.stringContaining('request_too_slow')]);
    });
  });
});
