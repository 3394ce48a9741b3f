import { describe, expect, it } from 'vitest';
import { BODY_LIMIT_BYTES, readBody, sendJson, type HotRoute } from '../../src/index.ts';
import { openRaw, rawExchange, rawRequest } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

const routes: readonly HotRoute[] = [
  {
    method: 'POST',
    path: '/body',
    handle: async (request, response) => {
      sendJson(response, 200, (await readBody(request)).length);
    },
  },
];

const chunked = (size: number): string => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`;

describe('reading a body', () => {
  it('takes one of exactly the limit', async () => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      const answer = await fetch(`${url}/body`, { method: 'POST', body: 'x'.repeat(BODY_LIMIT_BYTES) });
      expect(await answer.json()).toBe(BODY_LIMIT_BYTES);
    });
  });

  it('takes an empty one', async () => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      expect(await (await fetch(`${url}/body`, { method: 'POST' })).json()).toBe(0);
    });
  });

  it.each([
    ['announced', [`Content-Length: ${BODY_LIMIT_BYTES + 1}`], 'x'.repeat(BODY_LIMIT_BYTES + 1)],
    ['chunked', ['Transfer-Encoding: chunked'], chunked(BODY_LIMIT_BYTES + 1)],
    ['announced as larger than it is', ['Content-Length: 99999999999'], 'x'],
  ])('refuses one over the limit, %s, with 413, and ends the connection', async (_how, headers, body) => {
    await withServer({ hotRoutes: routes }, async ({ port }) => {
      const line = 'POST /body HTTP/1.1\r\nHost: 127.0.0.1\r\n';
      const answer = await rawExchange(port, `${line}${headers.join('\r\n')}\r\n\r\n${body}`);
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([413, { error: 'invalid_request' }]);
    });
  });

  it('refuses a compressed one with 415', async () => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      const headers = { 'content-encoding': 'gzip' };
      expect((await fetch(`${url}/body`, { method: 'POST', headers, body: 'garbage' })).status).toBe(415);
    });
  });

  it.each(['destroy', 'resetAndDestroy'] as const)(
    'takes a sender who goes away in the middle (%s) for no mistake of ours',
    async (goAway) => {
      await withServer({ hotRoutes: routes }, async ({ port, component, lines, waitForLine }) => {
        const socket = openRaw(port, rawRequest('POST /body', ['Content-Length: 10'], 'half'));
        component.httpServer.once('request', () => socket[goAway]());
        await waitForLine(({ cutOff }) => cutOff === true);
        // What the handler's end logs comes after that line: a round trip later it is there.
        await rawExchange(port, rawRequest('GET /health/live'));
        expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
      });
    },
  );

  it('serves the next request after a refused one on the same connection', async () => {
    await withServer({ hotRoutes: routes }, async ({ port }) => {
      const refused = 'POST /body HTTP/1.1\r\nHost: x\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc';
      const socketText = await rawExchange(port, refused + rawRequest('POST /body', ['Content-Length: 2'], 'ok'));
      expect([socketText.status, socketText.body]).toEqual([415, expect.stringMatching(/HTTP\/1\.1 200 OK[^]*\r\n2$/)]);
    });
  });
});
