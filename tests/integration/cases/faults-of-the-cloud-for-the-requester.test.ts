import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { answer, cutMidBody, drip, garbage, hang, hangUp, hugeBody } from '../support/faults.ts';
import { askRequester, keyIn } from '../support/local-calls.ts';
import { makeSecret } from '../support/secrets.ts';
import { startStandIn, type Fault, type StandIn } from '../support/stand-in.ts';
import { startFlowManager, startRequester } from '../support/start-whole-road.ts';
import type { StartedServer } from '../support/start-server.ts';

/** "≤ 5 s" of CONFORMANCE L05, and what a busy test machine adds. */
const FIVE_SECONDS_MS = 5_800;

describe('an access requester whose cloud is not what it should be', () => {
  let computer: Computer;
  let cloud: StandIn;
  let requester: StartedServer;
  const gpiiToken = makeSecret('GPII token');
  beforeAll(async () => {
    cloud = await startStandIn(hang);
    computer = await makeComputer({ clientId: 'client-of-a-test', clientSecret: makeSecret('client secret') });
    requester = await startRequester(computer, cloud.url);
  });

  const malformed = { status: 502, error: 'cloud_error', reason: 'cloud_malformed', message: /not understood/ };
  const notWorking = { status: 502, error: 'cloud_error', reason: 'cloud_unavailable', message: /not working/ };
  const unreachable = {
    status: 504,
    error: 'cloud_unreachable',
    reason: 'cloud_unreachable',
    message: /can't reach .*can still key in with settings stored here/,
  };
  const good = { access_token: 'a', token_type: 'Bearer', expires_in: 3600 };

  test.each<[string, Fault, object]>([
    ['bytes that are no HTTP', garbage, malformed],
    ['a web page', answer(200, '<html>Sign in to the Wi-Fi</html>', { 'Content-Type': 'text/html' }), malformed],
    ['JSON that is cut short', answer(200, '{"access_token": "a'), malformed],
    ['JSON of another form', answer(200, ['access_token']), malformed],
    ['an access token that is a number', answer(200, { ...good, access_token: 5 }), malformed],
    ['a life that is a text', answer(200, { ...good, expires_in: 'long' }), malformed],
    ['a life that is over', answer(200, { ...good, expires_in: 0 }), malformed],
    ['nothing', answer(200, ''), malformed],
    ['bytes that are no UTF-8', answer(200, '\u{fffd}'.normalize()), malformed],
    ['32 MB', hugeBody, malformed],
    ['404', answer(404, { error: 'not_found' }), malformed],
    ['401 without a word of OAuth', answer(401, 'Unauthorized'), malformed],
    ['500', answer(500, '<h1>Internal Server Error</h1>'), notWorking],
    ['503', answer(503, { error: 'temporarily_unavailable' }), notWorking],
    ['half an answer', cutMidBody, unreachable],
    ['the end of the connection', hangUp, unreachable],
  ])('understands %s', async (_name, fault, expected) => {
    cloud.behave(fault);
    const refused = await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    await expectRefusal(refused, requester, expected as typeof malformed);
    expect(refused.elapsedMs).toBeLessThan(FIVE_SECONDS_MS);
  });

  test('passes on how long it shall wait', async () => {
    cloud.behave(answer(503, {}, { 'Retry-After': '17' }));
    const refused = await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    expect(refused.json.retry_after).toBe(17);
    expect(refused.headers['retry-after']).toBe('17');
    cloud.behave(answer(429, { error: 'slow_down' }, { 'Retry-After': '9' }));
    const slowDown = await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    await expectRefusal(slowDown, requester, { status: 429, error: 'slow_down', reason: 'rate_limited' });
    expect(slowDown.json.retry_after).toBe(9);
  });

  test.each([301, 302, 307, 308])('does not follow a redirect, nor send the secret there: %i', async (status) => {
    const elsewhere = await startStandIn(answer(200, good));
    cloud.behave(answer(status, '', { Location: `${elsewhere.url}/oauth2/access_token` }));
    const refused = await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    await expectRefusal(refused, requester, malformed);
    expect(elsewhere.requests).toEqual([]);
  });

  test('answers within 5 s when the cloud says nothing, or its headers one by one (L05)', async () => {
    let count = 0;
    cloud.behave((socket, request) => {
      count += 1;
      (count === 2 ? drip : hang)(socket, request);
    });
    const ask = (): Promise<Answer> => askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    const road = { cloudUrl: cloud.url, requesterUrl: requester.url };
    const flowManager = await startFlowManager(computer, road);
    const [keyedIn, ...refusals] = await Promise.all([keyIn(flowManager.url, gpiiToken), ask(), ask()]);
    for (const refused of refusals) {
      await expectRefusal(refused, requester, unreachable);
      expect(refused.elapsedMs).toBeLessThan(FIVE_SECONDS_MS);
    }
    // The person in front of the computer as well.
    await expectRefusal(keyedIn, flowManager, { ...unreachable, message: /can't be reached right now/ });
    expect(keyedIn.elapsedMs).toBeLessThan(FIVE_SECONDS_MS);
    expect(count).toBe(3);
  });

  test('asks again once at most when the connection breaks (L05)', async () => {
    cloud.behave(hangUp);
    const before = cloud.requests.length;
    await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    expect(cloud.requests.length - before).toBe(2);
  });

  test('shows the cloud its client id and secret, and whoever asks only the access token (L01)', async () => {
    const accessToken = makeSecret('access token');
    cloud.behave(answer(200, { ...good, access_token: accessToken, client_secret: 'x', client_id: 'y' }));
    const { status, json } = await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    expect(status).toBe(200);
    expect(json).toEqual({ access_token: accessToken, expires_in: 3600 });
  });

  test('says it at /status when nobody is there', async () => {
    await cloud.close();
    const refused = await askRequester(requester.url, computer.channelKeyFile, gpiiToken);
    await expectRefusal(refused, requester, unreachable);
    const bearer = (await readFile(computer.channelKeyFile, 'utf8')).trim();
    expect((await call(requester.url, { path: '/status', bearer })).json).toMatchObject({ state: 'unreachable' });
  });
});
