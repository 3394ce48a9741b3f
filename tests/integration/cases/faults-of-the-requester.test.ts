import { beforeAll, describe, expect, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { answer, cutMidBody, garbage, hang, hangUp, hugeBody } from '../support/faults.ts';
import { gpiiToken, startRig, tokenAnswer, type Rig } from '../support/flow-manager-between-stand-ins.ts';
import { keyIn, whoIsKeyedIn } from '../support/local-calls.ts';
import type { Fault } from '../support/stand-in.ts';

const requesterMalformed = {
  status: 502,
  error: 'requester_error',
  reason: 'requester_malformed',
  message: /^Settings from GPII Cloud can't be reached right now\. Try again in a few minutes\.$/,
};
const requesterDown = { ...requesterMalformed, status: 503, error: 'requester_down', reason: 'requester_down' };
describe('a flow manager whose access requester is not what it should be', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });

  test.each<[string, Fault, typeof requesterDown]>([
    ['bytes that are no HTTP', garbage, requesterMalformed],
    ['a web page', answer(200, '<html></html>'), requesterMalformed],
    ['JSON of another form', answer(200, ['a']), requesterMalformed],
    ['an access token that is a number', answer(200, { ...tokenAnswer, access_token: 1 }), requesterMalformed],
    [
      'an access token that would break a header',
      answer(200, { ...tokenAnswer, access_token: 'a\r\nX-Evil: 1' }),
      requesterMalformed,
    ],
    ['a life that is a text', answer(200, { ...tokenAnswer, expires_in: 'long' }), requesterMalformed],
    ['32 MB', hugeBody, requesterMalformed],
    ['500', answer(500, { error: 'server_error', message: 'x' }), requesterMalformed],
    ['a refusal that does not exist', answer(409, { error: 'nonsense', message: 'x' }), requesterMalformed],
    ['a redirect', answer(302, '', { Location: 'http://127.0.0.1:1/' }), requesterMalformed],
    [
      '403',
      answer(403, { error: 'forbidden', message: 'x' }),
      { ...requesterMalformed, reason: 'requester_refused_channel' },
    ],
    ['half an answer', cutMidBody, requesterDown],
    ['the end of the connection', hangUp, requesterDown],
  ])('understands %s', async (_name, fault, expected) => {
    const { requester, cloud, flowManager } = rig;
    const asked = cloud.requests.length;
    requester.behave(fault);
    await expectRefusal(await keyIn(flowManager.url, gpiiToken), flowManager, expected);
    expect(await whoIsKeyedIn(flowManager.url)).toBeNull();
    expect(cloud.requests.length).toBe(asked);
  });

  test('hanging, within 8 s', async () => {
    rig.requester.behave(hang);
    const refused = await keyIn(rig.flowManager.url, gpiiToken);
    await expectRefusal(refused, rig.flowManager, requesterDown);
    expect(refused.elapsedMs).toBeLessThan(9_000);
  });
});
