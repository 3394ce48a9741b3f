import { createHandOverCode } from '@gpii/credentials';
import { HAND_OVER_ROUTES } from '@gpii/protocol';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../support/no-limits.ts';
import { ada, withHandOver, type Answer, type HandOver } from './with-hand-over.ts';

const THREE = { ...NO_LIMITS, failuresPerMinute: 3 };

async function postTimes(times: number, post: () => Promise<Answer>): Promise<number[]> {
  const statuses: number[] = [];
  for (let round = 0; round < times; round += 1) statuses.push((await post()).status);
  return statuses;
}

const actionsOf = async ({ data }: HandOver): Promise<string[]> =>
  (await data.audit.list()).records.map(({ action }) => action);

describe('handing a credential over', () => {
  it('answers wrong codes with 429 when they are too many, and takes the right one', async () => {
    await withHandOver(async (given) => {
      const { data, clientId, post } = given;
      const wrong = { code: 'wrong', code_verifier: 'v' };
      expect(await postTimes(4, () => post(HAND_OVER_ROUTES.exchange, wrong))).toEqual([400, 400, 400, 429]);
      const codeVerifier = 'v'.repeat(43);
      const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
      const code = await createHandOverCode(data, { clientId, codeChallenge, approvedBy: 'account:a@b', label: '' });
      expect((await post(HAND_OVER_ROUTES.exchange, { code, code_verifier: codeVerifier })).status).toBe(200);
      expect(await actionsOf(given)).toContain('refused_burst');
    }, THREE);
  });

  it('answers wrong enrolment keys with 429 when they are too many', async () => {
    await withHandOver(async ({ post }) => {
      const wrong = { enrolment_key: 'wrong', machine_id: 'm' };
      expect(await postTimes(4, () => post(HAND_OVER_ROUTES.enrol, wrong))).toEqual([400, 400, 400, 429]);
    }, THREE);
  });

  it('does not try further passwords after too many wrong ones, whether the account exists or not', async () => {
    await withHandOver(async (given) => {
      const { post, data } = given;
      const wrong = { email: ada.email, password: 'wrong', name: 'PC' };
      const nobody = { ...wrong, email: 'canary-that-nobody-is@lib.example' };
      expect(await postTimes(4, () => post(HAND_OVER_ROUTES.request, wrong))).toEqual([400, 400, 400, 429]);
      expect(await postTimes(4, () => post(HAND_OVER_ROUTES.request, nobody))).toEqual([400, 400, 400, 429]);
      const right = { ...wrong, password: ada.password };
      expect(await post(HAND_OVER_ROUTES.request, right)).toMatchObject({ status: 429, body: { error: 'slow_down' } });
      const { records } = await data.audit.list();
      expect(records.filter(({ action }) => action === 'sign_in_refused')).toHaveLength(6);
      expect(records.filter(({ action }) => action === 'refused_burst').map(({ subject }) => subject)).toEqual([
        'account:unknown',
        `account:${ada.email}`,
      ]);
      expect(JSON.stringify(records)).not.toContain('canary');
    }, THREE);
  });
});
