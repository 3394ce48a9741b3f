import { ConflictError, StoreUnavailableError, type Store } from '@gpii/store';
import { describe, expect, it, vi } from 'vitest';
import { openRevocations, revocationEndFor, type Revocation } from '../src/revocations.ts';
import { revokeCredential } from '../src/revoke-credential.ts';
import { ada, createLibrary } from './support/library-credential.ts';
import { withData, withDataIn, withFolder } from './support/with-credentials.ts';

const first: Revocation = { revokedAt: '2026-04-01T00:00:00Z', revokedBy: 'ada', reason: 'lost' };
const second: Revocation = { revokedAt: '2026-04-02T00:00:00Z', revokedBy: 'bob', reason: '' };

/** A store whose revocations are written when a test says so. */
function createHeldStore(): {
  store: Store;
  creates: { id: string; resolve: () => void; reject: (error: Error) => void }[];
} {
  const creates: { id: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  const revocations = {
    readAll: () => Promise.resolve([]),
    create: (id: string) =>
      new Promise<string>((resolve, reject) => {
        creates.push({
          id,
          resolve: () => {
            resolve('1-a');
          },
          reject,
        });
      }),
  };
  return { store: { revocations } as unknown as Store, creates };
}

describe('a revocation', () => {
  it('is found by kind and id, and nowhere else', async () => {
    await withData(async ({ revocations }) => {
      await revocations.revoke('credential', 'c1', first);
      const found = [
        revocations.find('credential', 'c1'),
        revocations.find('secret', 'c1'),
        revocations.find('credential', 'c2'),
      ];
      expect(found).toEqual([first, undefined, undefined]);
    });
  });

  it('survives a restart', async () => {
    await withFolder(async (folder) => {
      await withDataIn(folder, ({ revocations }) => revocations.revoke('gpiiToken', 'h', first));
      await withDataIn(folder, async ({ revocations }) => {
        expect(revocations.find('gpiiToken', 'h')).toEqual(first);
        await Promise.resolve();
      });
    });
  });

  it('cannot be changed by a second one', async () => {
    await withFolder(async (folder) => {
      await withDataIn(folder, async ({ revocations }) => {
        await revocations.revoke('credential', 'c1', first);
        await revocations.revoke('credential', 'c1', second);
        expect(revocations.find('credential', 'c1')).toEqual(first);
      });
      await withDataIn(folder, async ({ revocations }) => {
        expect(revocations.find('credential', 'c1')).toEqual(first);
        await Promise.resolve();
      });
    });
  });

  it('is in force before it is stored', async () => {
    const { store, creates } = createHeldStore();
    const revocations = await openRevocations(store);
    const revoking = revocations.revoke('credential', 'c1', first);
    expect(revocations.find('credential', 'c1')).toEqual(first);
    creates[0]?.resolve();
    await revoking;
  });

  it('is acknowledged to a second caller only when it is stored', async () => {
    const { store, creates } = createHeldStore();
    const revocations = await openRevocations(store);
    const order: string[] = [];
    const both = ['one', 'two'].map((name) =>
      revocations.revoke('credential', 'c1', first).then(() => order.push(name)),
    );
    await Promise.resolve();
    order.push('stored');
    creates[0]?.resolve();
    await Promise.all(both);
    expect([order[0], creates.length]).toEqual(['stored', 1]);
  });

  it('is stored by the next try when the database failed', async () => {
    const { store, creates } = createHeldStore();
    const revocations = await openRevocations(store);
    const failing = revocations.revoke('credential', 'c1', first);
    creates[0]?.reject(new StoreUnavailableError('down'));
    await expect(failing).rejects.toThrow('down');
    const again = revocations.revoke('credential', 'c1', second);
    creates[1]?.resolve();
    await again;
    expect([creates.length, revocations.find('credential', 'c1')]).toEqual([2, first]);
  });

  it('counts as stored when somebody else stored it', async () => {
    const { store, creates } = createHeldStore();
    const revocations = await openRevocations(store);
    const revoking = revocations.revoke('credential', 'c1', first);
    creates[0]?.reject(new ConflictError());
    await revoking;
    await revocations.revoke('credential', 'c1', first);
    expect(creates).toHaveLength(1);
  });

  it('of what ends by itself is forgotten after that, however many there are, and no other', async () => {
    await withFolder(async (folder) => {
      await withDataIn(folder, async ({ revocations, clock }) => {
        const over = { ...first, expiresAt: new Date(clock.at.getTime() + 1000).toISOString() };
        const later = { ...first, expiresAt: new Date(clock.at.getTime() + 3_600_000).toISOString() };
        const ids = Array.from({ length: 1999 }, (_, n) => String(n));
        await Promise.all(ids.map((id) => revocations.revoke('accessToken', id, over)));
        await revocations.revoke('credential', 'c1', first);
        clock.at = new Date(clock.at.getTime() + 1001);
        expect(revocations.find('accessToken', '7')).toEqual(over);
        await revocations.revoke('accessToken', 'later', later);
        const left = [...ids, 'later'].filter((id) => revocations.find('accessToken', id) !== undefined);
        expect(left).toEqual(['later']);
        expect(revocations.find('credential', 'c1')).toEqual(first);
      });
    });
  });

  it('of what has ended by itself is not read again at the next start', async () => {
    await withFolder(async (folder) => {
      const over = { ...first, expiresAt: '2026-05-01T12:00:00.000Z' };
      await withDataIn(folder, ({ revocations }) => revocations.revoke('accessToken', 't', over));
      await withDataIn(folder, async ({ revocations }) => {
        expect(revocations.find('accessToken', 't')).toBeUndefined();
        await Promise.resolve();
      });
    });
  });

  it('of what ends by itself lasts a day longer than that, should the clock be set back', () => {
    expect(revocationEndFor(Date.parse('2026-05-01T12:00:00Z'))).toBe('2026-05-02T12:00:00.000Z');
  });
});

describe('the audit record of a revocation', () => {
  it.each(['revocations', 'audit'] as const)('is there once, although the first try failed at its %s', async (part) => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      const storing = vi.spyOn(data.store[part], 'create').mockRejectedValueOnce(new StoreUnavailableError('down'));
      const revoking = (): Promise<Revocation> => revokeCredential(data, { clientId, reason: 'lost' }, ada);
      await expect(revoking()).rejects.toThrow('down');
      data.clock.at = new Date('2026-05-01T13:00:00Z');
      await revoking();
      await revoking();
      storing.mockRestore();
      const { records } = await data.audit.list();
      expect(records.filter(({ action }) => action === 'credential_revoked')).toMatchObject([
        { at: '2026-05-01T12:00:00.000Z', actor: ada.actor, after: { reason: 'lost' } },
      ]);
    });
  });
});
