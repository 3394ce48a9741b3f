import { beforeAll, describe, expect, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { answer, cutMidBody, garbage, hang, hangUp, hugeBody } from '../support/faults.ts';
import {
  accessToken,
  gpiiToken,
  settingsAnswer,
  startRig,
  tokenAnswer,
  type Rig,
} from '../support/flow-manager-between-stand-ins.ts';
import { keyIn, keyOut, whoIsKeyedIn } from '../support/local-calls.ts';
import { startStandIn, type Fault } from '../support/stand-in.ts';

const cloudMalformed = {
  status: 502,
  error: 'cloud_error',
  reason: 'cloud_malformed',
  message: /^Settings from GPII Cloud can't be reached right now\. Try again in a few minutes\.$/,
};
const cloudUnreachable = { ...cloudMalformed, status: 504, error: 'cloud_unreachable', reason: 'cloud_unreachable' };
const cloudUnavailable = { ...cloudMalformed, reason: 'cloud_unavailable' };

describe('a flow manager whose cloud is not what it should be', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });

  test.each<[string, Fault, typeof cloudMalformed]>([
    ['bytes that are no HTTP', garbage, cloudMalformed],
    ['a web page', answer(200, '<html></html>'), cloudMalformed],
    ['JSON of another form', answer(200, { gpiiKey: gpiiToken }), cloudMalformed],
    ["somebody else's settings", answer(200, { ...settingsAnswer, gpiiKey: 'bob' }), cloudMalformed],
    [
      'applications of a wrong type',
      answer(200, { ...settingsAnswer, matchMakerOutput: { inferredConfiguration: { a: { applications: 5 } } } }),
      cloudMalformed,
    ],
    ['32 MB', hugeBody, cloudMalformed],
    ['404', answer(404, { isError: true, message: 'x' }), cloudMalformed],
    ['500', answer(500, '<h1>500</h1>'), cloudUnavailable],
    ['503', answer(503, { isError: true, message: 'x', error: 'temporarily_unavailable' }), cloudUnavailable],
    ['403', answer(403, { isError: true, message: 'x' }), { ...cloudMalformed, reason: 'access_token_wrong_person' }],
    ['half an answer', cutMidBody, cloudUnreachable],
    ['the end of the connection', hangUp, cloudUnreachable],
  ])('understands %s', async (_name, fault, expected) => {
    rig.cloud.behave(fault);
    await expectRefusal(await keyIn(rig.flowManager.url, gpiiToken), rig.flowManager, expected);
    expect(await whoIsKeyedIn(rig.flowManager.url)).toBeNull();
  });

  test('passes on how long the person shall wait', async () => {
    rig.cloud.behave(answer(429, { isError: true, message: 'x' }, { 'Retry-After': '12' }));
    const refused = await keyIn(rig.flowManager.url, gpiiToken);
    await expectRefusal(refused, rig.flowManager, {
      status: 429,
      error: 'slow_down',
      reason: 'rate_limited',
      message: /wait a minute/,
    });
    expect(refused.json.retry_after).toBe(12);
  });

  test('does not send the access token after a redirect', async () => {
    const elsewhere = await startStandIn(answer(200, settingsAnswer));
    rig.cloud.behave(answer(302, '', { Location: `${elsewhere.url}/` }));
    await expectRefusal(await keyIn(rig.flowManager.url, gpiiToken), rig.flowManager, cloudMalformed);
    expect(elsewhere.requests).toEqual([]);
  });

  test('asks for one fresh access token after a 401, once more at the cloud, and then stops (L14)', async () => {
    const { requester, cloud, flowManager } = rig;
    cloud.behave(answer(401, { isError: true, message: 'Unauthorized' }));
    // Whatever was held is gone by the first refusal; the second begins with nothing held.
    await keyIn(flowManager.url, gpiiToken);
    const [tokensBefore, settingsBefore] = [requester.requests.length, cloud.requests.length];
    await expectRefusal(await keyIn(flowManager.url, gpiiToken), flowManager, {
      ...cloudMalformed,
      error: 'access_token_refused',
      reason: 'access_token_refused',
    });
    expect(requester.requests.length - tokensBefore).toBe(2);
    expect(cloud.requests.length - settingsBefore).toBe(2);
  });

  test('keys in when the fresh access token is good', async () => {
    const { requester, cloud, flowManager } = rig;
    let fresh = 0;
    requester.behave((socket, request) => {
      fresh += 1;
      answer(200, { ...tokenAnswer, access_token: `${accessToken}${fresh}` })(socket, request);
    });
    cloud.behave((socket, request) => {
      const isFresh = request.text.includes(`${accessToken}2`);
      answer(isFresh ? 200 : 401, isFresh ? settingsAnswer : { isError: true, message: 'x' })(socket, request);
    });
    const keyedIn = await keyIn(flowManager.url, gpiiToken);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect(fresh).toBe(2);
    await keyOut(flowManager.url, gpiiToken);
  });

  test('hanging, within 10 s', async () => {
    rig.cloud.behave(hang);
    const refused = await keyIn(rig.flowManager.url, gpiiToken);
    await expectRefusal(refused, rig.flowManager, cloudUnreachable);
    expect(refused.elapsedMs).toBeLessThan(11_000);
  });
});
