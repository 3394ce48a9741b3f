import { createHash } from 'node:crypto';
import {
  createCredential,
  createEnrolmentKey,
  createHandOverCode,
  disableAccount,
  revokeCredential,
  revokeEnrolmentKey,
  showCredential,
} from '@gpii/credentials';
import { HAND_OVER_ROUTES } from '@gpii/protocol';
import { describe, expect, it } from 'vitest';
import { ada, by, withHandOver, type Answer, type HandOver } from './with-hand-over.ts';

const VERIFIER = 'canary-of-the-verifier-0123456789-0123456789-0123456789';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const { exchange, request, enrol, revokeOwn } = HAND_OVER_ROUTES;

function makeCode({ data, clientId }: HandOver): Promise<string> {
  return createHandOverCode(data, { clientId, codeChallenge: CHALLENGE, approvedBy: by.actor, label: 'PC 1' });
}

function makeKey({ data, clientId, clock }: HandOver, uses: number): Promise<{ enrolmentKey: string; keyId: string }> {
  const endsAt = new Date(clock.at.getTime() + 3_600_000);
  return createEnrolmentKey(data, { clientId, label: 'Image', uses, endsAt }, by);
}

async function isGood({ data }: HandOver, { body: { installed } }: Answer): Promise<boolean> {
  return (await data.verifier.verify(installed?.client_id ?? '', installed?.client_secret ?? '', undefined)).ok;
}

const refused = { status: 400, body: { error: 'invalid_grant' } };

describe('exchanging a code', () => {
  it('gives the credential file once, uncached, with a fresh secret that is labelled', async () => {
    await withHandOver(async (given) => {
      const answer = await given.post(exchange, {
        code: await makeCode(given),
        code_verifier: VERIFIER,
        label: 'LIB-07',
      });
      expect(answer).toMatchObject({ status: 200, cacheControl: 'no-store' });
      expect(Object.entries(answer.body.installed ?? {}).filter(([name]) => name !== 'client_secret')).toEqual([
        ['client_id', given.clientId],
        ['name', 'Library'],
        ['token_uri', 'https://cloud.example/oauth2/access_token'],
      ]);
      expect(await isGood(given, answer)).toBe(true);
      const { secrets } = await showCredential(given.data, given.clientId);
      expect(secrets).toMatchObject([{ label: 'LIB-07', origin: 'picked' }]);
      expect(await given.get(exchange)).toBe(405);
    });
  });

  it('20 times at once gives one of them the credential, and mints one secret', async () => {
    await withHandOver(async (given) => {
      const body = { code: await makeCode(given), code_verifier: VERIFIER };
      const answers = await Promise.all(Array.from({ length: 20 }, () => given.post(exchange, body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
      expect((await showCredential(given.data, given.clientId)).secrets).toHaveLength(1);
    });
  });

  it('with a wrong verifier kills the code', async () => {
    await withHandOver(async (given) => {
      const code = await makeCode(given);
      const answers = [
        await given.post(exchange, { code, code_verifier: `${VERIFIER}x` }),
        await given.post(exchange, { code, code_verifier: VERIFIER }),
      ];
      expect(answers).toMatchObject([refused, refused]);
    });
  });

  it('is refused after 60 seconds, when the credential was revoked, and for made-up codes', async () => {
    await withHandOver(async (given) => {
      const [old, revoked] = [await makeCode(given), await makeCode(given)];
      const start = given.clock.at.getTime();
      given.clock.at = new Date(start + 60_000);
      const answers = [await given.post(exchange, { code: old, code_verifier: VERIFIER })];
      given.clock.at = new Date(start);
      await revokeCredential(given.data, { clientId: given.clientId, reason: '' }, by);
      answers.push(await given.post(exchange, { code: revoked, code_verifier: VERIFIER }));
      answers.push(await given.post(exchange, { code: 'made up', code_verifier: VERIFIER }));
      expect(answers).toMatchObject([refused, refused, refused]);
      expect(await given.post(exchange, { code: old })).toMatchObject({
        status: 400,
        body: { error: 'invalid_request' },
      });
    });
  });
});

describe('enrolling', () => {
  it('30 computers at once with a key for 5 gives 5 of them a secret of their own', async () => {
    await withHandOver(async (given) => {
      const { enrolmentKey } = await makeKey(given, 5);
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          given.post(enrol, { enrolment_key: enrolmentKey, label: `PC ${index}`, machine_id: `machine ${index}` }),
        ),
      );
      const enrolled = answers.filter(({ status }) => status === 200);
      expect(new Set(enrolled.map(({ body }) => body.installed?.client_secret)).size).toBe(5);
      expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(25);
    });
  });

  it('is refused with a key that was revoked, has ended, or whose credential was revoked', async () => {
    await withHandOver(async (given) => {
      const tryKey = (key: string): Promise<Answer> => given.post(enrol, { enrolment_key: key, machine_id: 'm' });
      const revoked = await makeKey(given, 5);
      const good = await makeKey(given, 5);
      await revokeEnrolmentKey(given.data, { keyId: revoked.keyId, reason: '' }, by);
      const answers = [await tryKey(revoked.enrolmentKey), await tryKey('made up')];
      expect((await tryKey(good.enrolmentKey)).status).toBe(200);
      const start = given.clock.at.getTime();
      given.clock.at = new Date(start + 3_600_000);
      answers.push(await tryKey(good.enrolmentKey));
      given.clock.at = new Date(start);
      await revokeCredential(given.data, { clientId: given.clientId, reason: '' }, by);
      answers.push(await tryKey(good.enrolmentKey));
      expect(answers).toMatchObject([refused, refused, refused, refused]);
    });
  });
});

describe('requesting with email address and password', () => {
  it('gives a new credential, or a further secret of an own one', async () => {
    await withHandOver(async (given) => {
      const person = { email: ada.email, password: ada.password, name: 'PC 2' };
      const fresh = await given.post(request, person);
      const further = await given.post(request, { ...person, client_id: given.clientId });
      expect([await isGood(given, fresh), await isGood(given, further)]).toEqual([true, true]);
      expect(fresh.body.installed?.client_id).not.toBe(given.clientId);
      expect(further.body.installed?.client_id).toBe(given.clientId);
    });
  });

  it('is refused for wrong passwords, unknown and disabled accounts, and credentials of others', async () => {
    await withHandOver(async (given) => {
      const { data, post } = given;
      const { clientId: other } = await createCredential(
        data,
        { type: 'installed', name: '', owner: 'bob@b.example' },
        by,
      );
      const person = { email: ada.email, password: ada.password, name: 'PC 2' };
      const answers = [
        await post(request, { ...person, password: 'wrong' }),
        await post(request, { ...person, email: 'nobody@lib.example' }),
        await post(request, { ...person, client_id: other }),
      ];
      await disableAccount(data, ada.email, by);
      answers.push(await post(request, person));
      expect(answers).toMatchObject([refused, refused, refused, refused]);
      expect(answers[0]?.body).toEqual(answers[3]?.body);
    });
  });
});

describe('a computer that revokes its own secret', () => {
  it('ends that one for ever, and leaves the others', async () => {
    await withHandOver(async (given) => {
      const { enrolmentKey } = await makeKey(given, 2);
      const body = { enrolment_key: enrolmentKey, machine_id: 'm' };
      const [first, second] = [await given.post(enrol, body), await given.post(enrol, body)];
      const { client_id = '', client_secret = '' } = first.body.installed ?? {};
      const ends = [
        await given.post(revokeOwn, { client_id, client_secret }),
        await given.post(revokeOwn, { client_id, client_secret }),
        await given.post(revokeOwn, { client_id, client_secret: 'wrong' }),
      ];
      expect(ends.map(({ status }) => status)).toEqual([200, 401, 401]);
      expect(ends[1]?.body.gpii_reason).toBe('credential_revoked');
      expect([await isGood(given, first), await isGood(given, second)]).toEqual([false, true]);
    });
  });
});

describe('the data folder', () => {
  it('holds no code, verifier, enrolment key, password or secret', async () => {
    const clear: string[] = [VERIFIER, ada.password];
    const bytes = await withHandOver(async (given) => {
      const code = await makeCode(given);
      const { enrolmentKey } = await makeKey(given, 2);
      const person = { email: ada.email, password: ada.password, name: 'PC' };
      const answers = [
        await given.post(exchange, { code, code_verifier: VERIFIER }),
        await given.post(enrol, { enrolment_key: enrolmentKey, machine_id: 'canary-of-the-machine' }),
        await given.post(request, person),
      ];
      clear.push(code, enrolmentKey, 'canary-of-the-machine');
      clear.push(...answers.map(({ body }) => body.installed?.client_secret ?? ''));
    });
    expect(clear.filter((one) => one === '' || bytes.includes(one))).toEqual([]);
    expect(bytes.includes(ada.email)).toBe(true);
  });
});
