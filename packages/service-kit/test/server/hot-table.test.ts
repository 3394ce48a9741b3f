import { describe, expect, it } from 'vitest';
import { sendJson, type HotRoute } from '../../src/index.ts';
import { rawExchange, rawRequest } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

const routes: readonly HotRoute[] = [
  {
    method: 'GET',
    path: '/people/:name/items/:item',
    handle: (_request, response, { params }) => {
      sendJson(response, 200, params);
    },
  },
  {
    method: 'POST',
    path: '/exact',
    handle: (_request, response) => {
      sendJson(response, 200, 'posted');
    },
  },
  {
    method: 'PUT',
    path: '/exact',
    handle: (_request, response) => {
      sendJson(response, 200, 'put');
    },
  },
];

async function ask(line: string): Promise<{ status: number; head: string; body: string }> {
  let answer = { status: 0, head: '', body: '' };
  await withServer({ hotRoutes: routes }, async ({ port }) => {
    answer = await rawExchange(port, rawRequest(line));
  });
  return answer;
}

describe('the table of hot routes', () => {
  it('gives whole segments to the handler, decoded', async () => {
    const { body } = await ask('GET /people/%C3%85sa%20%F0%9F%A6%89/items/1?x=2');
    expect(JSON.parse(body)).toEqual({ name: 'Åsa 🦉', item: '1' });
  });

  it('keeps an encoded slash inside its segment', async () => {
    const { body } = await ask('GET /people/a%2Fb/items/%2e%2e');
    expect(JSON.parse(body)).toEqual({ name: 'a/b', item: '..' });
  });

  it('takes an address in absolute form (RFC 9112 §3.2.2)', async () => {
    const { body } = await ask('GET http://127.0.0.1:1/people/a/items/b?c=http://d/e');
    expect(JSON.parse(body)).toEqual({ name: 'a', item: 'b' });
  });

  it('takes two methods of one path apart', async () => {
    expect((await ask('PUT /exact')).body).toBe('"put"');
  });

  it('answers a GET route for HEAD without a body', async () => {
    const { status, body } = await ask('HEAD /people/a/items/b');
    expect([status, body]).toEqual([200, '']);
  });

  it.each(['GET /exact', 'DELETE /exact', 'OPTIONS /exact'])('answers %s with 405 and Allow', async (line) => {
    const { status, head } = await ask(line);
    expect([status, /^allow: (.*)$/im.exec(head)?.[1]]).toEqual([405, 'POST, PUT']);
  });

  it.each(['/people/%/items/1', '/people/%zz/items/1', '/people/%ff/items/1', '/people/%c0%80/items/1'])(
    'refuses %s, which cannot be decoded, with 400',
    async (path) => {
      const { status, body } = await ask(`GET ${path}`);
      expect([status, JSON.parse(body)]).toMatchObject([400, { error: 'invalid_request' }]);
    },
  );

  it.each([
    '/people//items/1',
    '/people/a/items/',
    '//people/a/items/1',
    '/people/a/items/1/',
    '/people/:name/items',
    '/x/../people/a/items/1',
    '/..',
    '//',
    '/%00',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%',
    '/people/a\\items/1',
    '/:',
    `/${'a/'.repeat(7000)}`,
    `/${'%41'.repeat(5000)}`,
  ])('finds nothing at the hostile address %s', async (path) => {
    const { status, body } = await ask(`GET ${path}`);
    expect([status, JSON.parse(body)]).toMatchObject([404, { error: 'not_found' }]);
  });

  it('does not take the pattern itself for an address', async () => {
    const { body } = await ask('GET /people/:name/items/:item');
    expect(JSON.parse(body)).toEqual({ name: ':name', item: ':item' });
  });
});
