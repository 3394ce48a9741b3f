import { describe, expect, test } from 'vitest';
import { getSettings, getToken } from '../support/cloud-calls.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { startWholeRoad } from '../support/start-whole-road.ts';
import { until } from '../support/until.ts';

describe('an access token that has expired', () => {
  test('is refused, and the flow manager gets a fresh one each time (L12)', async () => {
    const { cloud, flowManager } = await startWholeRoad(['--access-token-lifetime-seconds', '1']);
    const { alice } = cloud.people;
    const token = await getToken(cloud.url, cloud.installed, alice);
    const expired = await until('the access token has expired', async () => {
      const answer = await getSettings(cloud.url, alice, token);
      return answer.status !== 200 && answer;
    });
    await expectRefusal(expired, cloud.server, {
      status: 401,
      error: 'invalid_token',
      reason: 'access_token_unknown',
    });
    for (const round of [1, 2]) {
      expect((await keyIn(flowManager.url, alice)).status, `round ${round}`).toBe(200);
      expect((await keyOut(flowManager.url, alice)).status).toBe(200);
    }
  });
});
