import { describe, expect, it } from 'vitest';
import { guardLocalService, sendJson, type HotRoute } from '../../src/index.ts';
import { rawExchange } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

const routes: readonly HotRoute[] = [
  {
    method: 'GET',
    path: '/',
    handle: (_request, response) => {
      sendJson(response, 200, {});
    },
  },
];

async function ask(...headers: string[]): Promise<{ status: number; head: string; body: string }> {
  let answer = { status: 0, head: '', body: '' };
  await withServer({ hotRoutes: routes, guard: guardLocalService }, async ({ port }) => {
    answer = await rawExchange(port, ['GET / HTTP/1.1', ...headers, 'Connection: close', '', ''].join('\r\n'));
  });
  return answer;
}

describe('the guard of local services', () => {
  it.each(['127.0.0.1', '127.0.0.1:8081', 'localhost:1', '[::1]:8081'])('lets Host %s pass', async (host) => {
    expect((await ask(`Host: ${host}`)).status).toBe(200);
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    '0.0.0.0',
    '127.0.0.2',
    '[::]',
    '127.0.0.1:80@evil',
    '',
  ])('refuses Host "%s" (DNS rebinding)', async (host) => {
    expect((await ask(`Host: ${host}`)).status).toBe(403);
  });

  it.each([
    'Origin: http://evil.example',
    'Origin: http://127.0.0.1',
    'Origin: null',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-origin',
  ])('refuses what a web page sends: %s', async (header) => {
    const { status, body } = await ask('Host: 127.0.0.1', header);
    expect([status, JSON.parse(body)]).toMatchObject([403, { error: 'forbidden' }]);
  });

  it('lets an address typed into a browser pass', async () => {
    expect((await ask('Host: 127.0.0.1', 'Sec-Fetch-Site: none')).status).toBe(200);
  });

  it('grants no other origin anything', async () => {
    expect((await ask('Host: 127.0.0.1', 'Origin: http://evil.example')).head).not.toMatch(/access-control/i);
  });
});
