import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { getSettings, getToken } from '../support/cloud-calls.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { askRequester, keyIn, keyOut } from '../support/local-calls.ts';
import { openRaw, sendRaw } from '../support/send-raw.ts';
import type { StartedServer } from '../support/start-server.ts';
import type { WholeRoad } from '../support/start-whole-road.ts';
import { theRoad } from '../support/the-road.ts';
import { until } from '../support/until.ts';

describe('clients that send something else than they should', () => {
  let road: WholeRoad;
  let channelKey: string;
  beforeAll(async () => {
    road = await theRoad();
    channelKey = (await readFile(road.computer.channelKeyFile, 'utf8')).trim();
  });

  const NAMES = ['cloud', 'requester', 'flowManager'] as const;
  const serverOf = (name: (typeof NAMES)[number]): StartedServer => (name === 'cloud' ? road.cloud.server : road[name]);

  /** The road still works after whatever a test did to it. */
  async function expectWorking(): Promise<void> {
    const { cloud, flowManager } = road;
    const person = await cloud.newPerson();
    const keyedIn = await keyIn(flowManager.url, person);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect((await keyOut(flowManager.url, person)).status).toBe(200);
  }

  describe.each(NAMES)('to the %s', (name) => {
    test.each([
      ['bytes that are no HTTP', Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0x0a, 0x0a])],
      ['a method that does not exist', 'SPELL /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n'],
      [
        'both lengths',
        'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
      ],
      ['a length that is none', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n'],
    ])('answers 400 in JSON: %s', async (_name, bytes) => {
      const { status, body } = await sendRaw(serverOf(name).url, bytes);
      expect(status).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    });

    test('logs the reason of a request that is no HTTP', async () => {
      const server = serverOf(name);
      const mark = server.log.mark();
      await sendRaw(server.url, 'nonsense\r\n\r\n');
      await server.log.withReason(mark, 'request_malformed');
    });

    test('answers 431 in JSON to 40 KB of headers', async () => {
      const head = `GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`;
      const { status, body } = await sendRaw(serverOf(name).url, head);
      expect(status).toBe(431);
      expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    });

    test('answers 404 in JSON where there is nothing', async () => {
      const bearer = channelKey;
      await expectRefusal(await call(serverOf(name).url, { path: '/nothing/here', bearer }), serverOf(name), {
        status: 404,
        error: 'not_found',
        reason: 'route_unknown',
      });
    });

    test('answers an address whose escapes stand for nothing', async () => {
      const path = { cloud: '/%zz/settings/%7B%7D', requester: '/%zz', flowManager: '/user/%zz/login' }[name];
      const answer = await call(serverOf(name).url, { path, bearer: channelKey });
      expect([400, 404]).toContain(answer.status);
      const line = await serverOf(name).log.ofRequest(answer.requestId);
      expect(['request_malformed', 'route_unknown']).toContain(line.reason);
    });
  });

  test.each<[string, string | object, number, string]>([
    ['bad JSON', '{"gpiiToken":', 400, 'body_malformed'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'body_malformed'],
    ['a list', [1, 2], 400, 'parameter_malformed'],
    ['a GPII token that is a number', { gpiiToken: 5 }, 400, 'parameter_malformed'],
    ['a GPII token that is an object', { gpiiToken: { $gt: '' } }, 400, 'parameter_malformed'],
    ['an empty GPII token', { gpiiToken: '' }, 400, 'parameter_malformed'],
    ['a GPII token with a line break', { gpiiToken: 'a\nb' }, 400, 'parameter_malformed'],
    ['a GPII token of 257 characters', { gpiiToken: 'a'.repeat(257) }, 400, 'parameter_malformed'],
    // What a socket takes at once: who still sends when the connection ends may not get to read the answer.
    ['100 KB', { gpiiToken: 'a'.repeat(100_000) }, 413, 'body_too_large'],
  ])('the requester refuses %s', async (_name, body, status, reason) => {
    const mark = road.cloud.server.log.mark();
    const answer = await call(road.requester.url, { path: '/access-token', body, bearer: channelKey });
    await expectRefusal(answer, road.requester, { status, error: 'invalid_request', reason });
    expect(road.cloud.server.log.lines().slice(mark)).toEqual([]);
  });

  test('the flow manager refuses a GPII token that can be none', async () => {
    for (const token of ['a\u0000b', 'a'.repeat(257)]) {
      await expectRefusal(await keyIn(road.flowManager.url, token), road.flowManager, {
        status: 400,
        error: 'invalid_request',
        reason: 'parameter_malformed',
      });
    }
  });

  test.each<[string, string | URLSearchParams, number, string]>([
    ['no body', '', 400, 'grant_type_missing'],
    ['another grant', 'grant_type=device_code', 400, 'grant_type_unsupported'],
    ['no GPII token', 'grant_type=password', 400, 'parameter_missing'],
    ['a parameter twice', 'grant_type=password&grant_type=password', 400, 'parameter_repeated'],
    ['a bad escape', 'grant_type=password&username=%zz', 400, 'parameter_malformed'],
    ['bytes that are no UTF-8', 'grant_type=password&username=%ff%fe', 400, 'parameter_malformed'],
    ['brackets', 'grant_type=password&username[$gt]=', 400, 'parameter_malformed'],
    ['a scope that it may not have', 'grant_type=password&username=x&scope=admin', 400, 'scope_unknown'],
    ['200 KB', `grant_type=password&username=${'a'.repeat(200_000)}`, 413, 'body_too_large'],
  ])('the token endpoint refuses %s', async (_name, body, status, reason) => {
    const { clientId, clientSecret } = road.cloud.installed;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const answer = await call(road.cloud.url, {
      method: 'POST',
      path: '/oauth2/access_token',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
    });
    const { server } = road.cloud;
    const line = await server.log.ofRequest(answer.requestId);
    expect({ status: answer.status, reason: line.reason }, answer.text).toEqual({ status, reason });
    expect(answer.json.error).toMatch(/^(invalid_request|invalid_scope|unsupported_grant_type)$/);
  });

  test.each(NAMES)('the %s survives a request that is half sent', async (name) => {
    const server = serverOf(name);
    const path = { cloud: '/oauth2/access_token', requester: '/access-token', flowManager: '/user/a/login' }[name];
    const mark = server.log.mark();
    const { socket, answer } = await openRaw(server.url);
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${channelKey}\r\nContent-Length: 100\r\n\r\n`;
    socket.write(`${head}{"gpii`);
    socket.end();
    await answer;
    // The flow manager reads no body: it may have answered already.
    await until('the request is logged', () =>
      server.log
        .lines()
        .slice(mark)
        .find(
          ({ msg, route, cutOff }) =>
            msg === 'request' && (name === 'flowManager' || (route === path && cutOff === true)),
        ),
    );
    await expectWorking();
  });

  test('the road works after all this', async () => {
    const { cloud, computer, requester } = road;
    await expectWorking();
    expect((await askRequester(requester.url, computer.channelKeyFile, cloud.people.bob)).status).toBe(200);
    const token = await getToken(cloud.url, cloud.installed, cloud.people.bob);
    expect((await getSettings(cloud.url, cloud.people.bob, token)).status).toBe(200);
  });
});
