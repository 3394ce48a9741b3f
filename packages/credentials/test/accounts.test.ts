import { describe, expect, it } from 'vitest';
import { addAccount, disableAccount, listAccounts, verifyAccount } from '../src/accounts.ts';
import { createPasswordQueue, PasswordQueueFullError } from '../src/password-queue.ts';
import { ada as operator } from './support/library-credential.ts';
import { withData } from './support/with-credentials.ts';

const ada = { email: 'Ada@Lib.example', name: 'Ada', password: 'correct horse battery' };

describe('an account', () => {
  it('is opened by its password only, whatever the case of its address', async () => {
    await withData(async (data) => {
      await addAccount(data, ada, operator);
      const tries = [
        { email: 'ADA@lib.example', password: ada.password },
        { email: ada.email, password: 'wrong' },
        { email: 'bob@lib.example', password: ada.password },
      ];
      const names = await Promise.all(tries.map(async (one) => (await verifyAccount(data, one))?.name));
      expect(names).toEqual(['Ada', undefined, undefined]);
    });
  });

  it('exists once', async () => {
    await withData(async (data) => {
      const adding = await Promise.allSettled([addAccount(data, ada, operator), addAccount(data, ada, operator)]);
      expect(adding.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });
  });

  it('is opened by nobody once it is disabled', async () => {
    await withData(async (data) => {
      await addAccount(data, ada, operator);
      await disableAccount(data, ada.email, operator);
      expect(await verifyAccount(data, ada)).toBeUndefined();
      expect(await listAccounts(data)).toMatchObject([
        { email: 'ada@lib.example', disabledAt: '2026-05-01T12:00:00.000Z' },
      ]);
    });
  });

  it('is disabled once, for ever and on record', async () => {
    await withData(async (data) => {
      await addAccount(data, ada, operator);
      await Promise.all([disableAccount(data, ada.email, operator), disableAccount(data, 'ADA@lib.example', operator)]);
      expect(data.revocations.find('account', 'ada@lib.example')).toMatchObject({ revokedBy: operator.actor });
      const { records } = await data.audit.list();
      expect(records.filter(({ action }) => action === 'account_disabled')).toHaveLength(1);
    });
  });

  it('shows no hash of its password', async () => {
    await withData(async (data) => {
      await addAccount(data, ada, operator);
      expect(JSON.stringify([await listAccounts(data), await data.audit.list()])).not.toContain('argon2');
    });
  });
});

describe('the password queue', () => {
  it('works one at a time and turns away what is too much', async () => {
    const queue = createPasswordQueue({ maxWaiting: 2 });
    let running = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      most.push((running += 1));
      await Promise.resolve();
      running -= 1;
    };
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => queue.run(work)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results[4]).toMatchObject({ reason: expect.any(PasswordQueueFullError) as Error });
    expect(most).toEqual([1, 1, 1]);
  });
});
