import { describe, expect, it } from 'vitest';
import { Refusal, sendJson, type HotRoute } from '../../src/index.ts';
import { openRaw, rawExchange, rawRequest } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

const secretWords = 'the words of an exception';
const routes: readonly HotRoute[] = [
  {
    method: 'GET',
    path: '/broken/:word',
    handle: () => {
      throw new Error(secretWords);
    },
  },
  {
    method: 'GET',
    path: '/rejects',
    handle: () => Promise.reject(new Error(secretWords)),
  },
  {
    method: 'GET',
    path: '/late',
    handle: (_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 });
      response.write('half');
      throw new Error(secretWords);
    },
  },
  {
    method: 'GET',
    path: '/busy',
    handle: () => {
      throw new Refusal({
        status: 503,
        code: 'busy',
        reason: 'store_unavailable',
        message: 'Later.',
        retryAfterSeconds: 1.2,
      });
    },
  },
  {
    method: 'GET',
    path: '/fine',
    handle: (_request, response, context) => {
      context.logFields.clientId = 'c1';
      sendJson(response, 200, {});
    },
  },
];

describe('answers of a server', () => {
  it.each(['/broken/word', '/rejects'])('says nothing about a mistake of ours at %s', async (path) => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      const answer = await fetch(url + path);
      expect([answer.status, await answer.json()]).toEqual([
        500,
        {
          error: 'server_error',
          message: 'GPII could not do this, by a mistake of its own. Try again; tell the operator the request id.',
        },
      ]);
    });
  });

  it('logs a mistake of ours with its stack and request id', async () => {
    await withServer({ hotRoutes: routes }, async ({ url, lines }) => {
      const answer = await fetch(`${url}/rejects`);
      const line = lines.find(({ msg }) => msg === 'request failed');
      expect([line?.requestId, JSON.stringify(line?.err)]).toEqual([
        answer.headers.get('x-request-id'),
        expect.stringContaining('answers.test.ts'),
      ]);
    });
  });

  it('cuts the connection when a mistake comes after the headers', async () => {
    await withServer({ hotRoutes: routes }, async ({ port }) => {
      const { body } = await rawExchange(port, rawRequest('GET /late'));
      expect(body).toBe('half');
    });
  });

  it('says in header and body when to try again, in whole seconds', async () => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      const answer = await fetch(`${url}/busy`);
      expect([answer.headers.get('retry-after'), await answer.json()]).toEqual([
        '2',
        { error: 'busy', message: 'Later.', retry_after: 1.2 },
      ]);
    });
  });

  it('lets the plan translate errors of the rooms behind', async () => {
    const translateError = (): Refusal =>
      new Refusal({ status: 409, code: 'translated', reason: 'store_unavailable', message: 'Translated.' });
    await withServer({ hotRoutes: routes, translateError }, async ({ url }) => {
      expect(await (await fetch(`${url}/rejects`)).json()).toMatchObject({ error: 'translated' });
    });
  });

  it('forbids caches and type guessing, and names no product', async () => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      const { headers } = await fetch(`${url}/fine`);
      const names = ['cache-control', 'pragma', 'x-content-type-options', 'x-powered-by', 'server'];
      expect(names.map((name) => headers.get(name))).toEqual(['no-store', 'no-cache', 'nosniff', null, null]);
    });
  });

  it.each(['GET /nowhere/secret-token', 'GET /health/live?secret-token', 'POST /fine?secret-token'])(
    'logs %s without its address',
    async (line) => {
      await withServer({ hotRoutes: routes }, async ({ port, waitForLine }) => {
        await rawExchange(port, rawRequest(line));
        expect(JSON.stringify(await waitForLine(({ msg }) => msg === 'request'))).not.toContain('secret-token');
      });
    },
  );

  it('logs one line with route, status, request id and the fields of the handler', async () => {
    await withServer({ hotRoutes: routes }, async ({ url, lines, waitForLine }) => {
      const answer = await fetch(`${url}/fine?a=b`);
      await waitForLine(({ msg }) => msg === 'request');
      expect(lines).toEqual([
        {
          level: 'info',
          requestId: answer.headers.get('x-request-id'),
          method: 'GET',
          route: '/fine',
          status: 200,
          durationMs: expect.any(Number) as number,
          clientId: 'c1',
          msg: 'request',
        },
      ]);
    });
  });

  it('logs the reason of a refusal', async () => {
    await withServer({ hotRoutes: routes }, async ({ url, waitForLine }) => {
      await fetch(`${url}/busy`);
      expect(await waitForLine(({ msg }) => msg === 'request')).toMatchObject({ reason: 'store_unavailable' });
    });
  });

  it('keeps a sane request id of the caller', async () => {
    await withServer({ hotRoutes: routes }, async ({ url }) => {
      const answer = await fetch(`${url}/fine`, { headers: { 'x-request-id': 'abc-DEF_12.3' } });
      expect(answer.headers.get('x-request-id')).toBe('abc-DEF_12.3');
    });
  });

  it.each(['short', 'x'.repeat(65), 'with space in it', 'quote"quote"', '../../etc/x'])(
    'replaces the request id %s',
    async (given) => {
      await withServer({ hotRoutes: routes }, async ({ url }) => {
        const answer = await fetch(`${url}/fine`, { headers: { 'x-request-id': given } });
        expect(answer.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9_-]{8}-[0-9a-z]+$/);
      });
    },
  );

  it('replaces a request id that came twice', async () => {
    await withServer({ hotRoutes: routes }, async ({ port }) => {
      const twice = ['X-Request-Id: aaaaaaaaaa', 'X-Request-Id: bbbbbbbbbb'];
      const { head } = await rawExchange(port, rawRequest('GET /fine', twice));
      expect(head).not.toMatch(/aaaaaaaaaa|bbbbbbbbbb/);
    });
  });

  it('marks the line of a request whose client went away', async () => {
    const never: HotRoute = { method: 'GET', path: '/never', handle: () => undefined };
    await withServer({ hotRoutes: [never] }, async ({ port, waitForLine, component }) => {
      const socket = openRaw(port, rawRequest('GET /never'));
      component.httpServer.once('request', () => socket.destroy());
      expect(await waitForLine(({ msg }) => msg === 'request')).toMatchObject({ route: '/never', cutOff: true });
    });
  });
});
