import { DataSourceError, type DataSource, type DataSourceKey } from '@gpii/data-source';
import { createLogger, Refusal } from '@gpii/service-kit';
import { describe, expect, it } from 'vitest';
import type { AccessTokenCheck } from '../src/settings/access-token-check.ts';
import { createIntrospectingCheck } from '../src/settings/introspect-access-token.ts';

const ACTIVE = { active: true, client_id: 'pc', scope: 'settings', gpii_token_hash: 'h' };
const credential = { clientId: 'room', clientSecret: 'secret', name: '', version: 1 };

interface Rig {
  readonly check: AccessTokenCheck;
  readonly asked: DataSourceKey[];
  readonly clock: { nowMs: number };
}

/** @param answer - What the auth server does each time. */
function makeRig(answer: (key: DataSourceKey, time: number) => unknown): Rig {
  const asked: DataSourceKey[] = [];
  const clock = { nowMs: 0 };
  const source: DataSource = {
    get: async (key) => {
      asked.push(key);
      await Promise.resolve();
      return answer(key, asked.length);
    },
    set: () => Promise.reject(new Error('not asked for')),
  };
  const check = createIntrospectingCheck({
    source,
    credential: { current: () => credential },
    logger: createLogger('test', 'silent'),
    monotonicMs: () => clock.nowMs,
  });
  return { check, asked, clock };
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

describe('a check that asks an auth server', () => {
  it('asks with the own credential, and gives what the access token is good for', async () => {
    const { check, asked } = makeRig(() => ACTIVE);
    const readsOnly = { mayCreateGpiiTokens: false, mayCreatePreferences: false, origins: [] };
    const checked = { clientId: 'pc', scope: 'settings', gpiiTokenHash: 'h', rights: readsOnly } as const;
    expect(await check.check('t')).toEqual(checked);
    expect(await check.findRights(checked)).toEqual(readsOnly);
    expect(asked).toEqual([{ accessToken: 't', clientId: 'room', clientSecret: 'secret' }]);
  });

  it('gives the rights of the client as the auth server tells them', async () => {
    const { check } = makeRig(() => ({
      ...ACTIVE,
      gpii_client_rights: {
        may_create_gpii_tokens: true,
        may_create_preferences: true,
        allowed_prefs_to_write: ['term'],
        origins: ['https://app.example.org'],
      },
    }));
    expect((await check.check('t'))?.rights).toEqual({
      mayCreateGpiiTokens: true,
      mayCreatePreferences: true,
      allowedPrefsToWrite: ['term'],
      origins: ['https://app.example.org'],
    });
  });

  it('shares one question among all who ask at the same time', async () => {
    const { check, asked } = makeRig(() => ACTIVE);
    await Promise.all(Array.from({ length: 50 }, () => check.check('t')));
    expect(asked.length).toBe(1);
  });

  it('uses a good answer for less than 1 s after the question left, then asks again', async () => {
    const { check, asked, clock } = makeRig((_key, time) => (time === 1 ? ACTIVE : { active: false }));
    expect(await check.check('t')).toBeDefined();
    clock.nowMs = 999;
    expect(await check.check('t')).toBeDefined();
    expect(asked.length).toBe(1);
    clock.nowMs = 1_000;
    expect(await check.check('t')).toBeUndefined();
    expect(asked.length).toBe(2);
  });

  it('remembers neither what is not good nor failures', async () => {
    const { check, asked } = makeRig((_key, time) => {
      if (time === 2) throw new DataSourceError('unreachable', 'gone');
      return time === 1 ? { active: false } : ACTIVE;
    });
    expect(await check.check('t')).toBeUndefined();
    await refusalOf(check.check('t'));
    expect(await check.check('t')).toBeDefined();
    expect(asked.length).toBe(3);
  });

  it('answers from memory no longer than the lease, whatever became of the auth server', async () => {
    const { check, clock } = makeRig((_key, time) => {
      if (time > 1) throw new DataSourceError('timeout', 'slow');
      return ACTIVE;
    });
    await check.check('t');
    clock.nowMs = 5_000;
    expect(await refusalOf(check.check('t'))).toMatchObject({ status: 503, retryAfterSeconds: 2 });
  });

  it.each([
    ['unreachable', new DataSourceError('unreachable', 'x'), 'auth_server_unreachable'],
    ['slow', new DataSourceError('timeout', 'x'), 'auth_server_unreachable'],
    ['failing', new DataSourceError('refused', 'x', { status: 500 }), 'auth_server_unreachable'],
    ['not the auth server', new DataSourceError('refused', 'x', { status: 404 }), 'auth_server_malformed'],
    ['talking nonsense', new DataSourceError('malformed', 'x'), 'auth_server_malformed'],
    ['refusing this server', new DataSourceError('refused', 'x', { status: 401 }), 'introspection_refused'],
  ])('refuses with 503, never 401, while the auth server is %s', async (_what, error, reason) => {
    const { check } = makeRig(() => {
      throw error;
    });
    expect(await refusalOf(check.check('t'))).toMatchObject({ status: 503, reason, code: 'temporarily_unavailable' });
    await refusalOf(Promise.resolve(check.checkReady?.()));
  });

  it('waits as long as the auth server asks to', async () => {
    const { check } = makeRig(() => {
      throw new DataSourceError('refused', 'x', { status: 429, retryAfterSeconds: 7 });
    });
    expect(await refusalOf(check.check('t'))).toMatchObject({ status: 503, retryAfterSeconds: 7 });
  });

  it.each([[{ active: true }], [{}], ['active'], [{ ...ACTIVE, scope: 'everything' }]])(
    'takes %j for no answer',
    async (answer) => {
      const { check } = makeRig(() => answer);
      expect(await refusalOf(check.check('t'))).toMatchObject({ status: 503, reason: 'auth_server_malformed' });
    },
  );

  it('says that it lacks a credential of its own, once the file is gone', async () => {
    const asked: DataSourceKey[] = [];
    const check = createIntrospectingCheck({
      source: { get: (key) => Promise.resolve(asked.push(key)), set: () => Promise.resolve() },
      credential: { current: () => undefined },
      logger: createLogger('test', 'silent'),
    });
    expect(await refusalOf(check.check('t'))).toMatchObject({ status: 503, reason: 'introspection_refused' });
    expect(asked).toEqual([]);
  });
});
