import { describe, expect, it } from 'vitest';
import { editCredential } from '../src/create-credential.ts';
import type { AuditRecord } from '../src/audit-log.ts';
import { revokeCredential } from '../src/revoke-credential.ts';
import { rotateSecret } from '../src/rotate-secret.ts';
import { ada, createLibrary } from './support/library-credential.ts';
import { passHours, withData, withDataIn, withFolder } from './support/with-credentials.ts';

describe('the audit log', () => {
  it('gives the newest first, page by page, also within a millisecond and when the clock goes back', async () => {
    await withData(async ({ audit, clock }) => {
      for (let index = 0; index < 7; index += 1) {
        if (index === 4) passHours(clock, -1);
        await audit.append(ada, { action: 'refused_burst', subject: String(index) });
      }
      const seen: AuditRecord[] = [];
      let after: string | undefined;
      do {
        const page = await audit.list({ limit: 3, after });
        seen.push(...page.records);
        after = page.next;
      } while (after !== undefined);
      expect(seen.map(({ subject }) => subject)).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    });
  });

  it('has one record for each act, with actor, address and request id, and survives a restart', async () => {
    await withFolder(async (folder) => {
      await withDataIn(folder, async (data) => {
        const { clientId } = await createLibrary(data);
        await editCredential(data, { clientId, changes: { name: 'Library 2' } }, ada);
        await rotateSecret(data, { clientId }, ada);
        await revokeCredential(data, { clientId, reason: 'lost' }, ada);
        await revokeCredential(data, { clientId, reason: 'lost' }, ada);
      });
      await withDataIn(folder, async ({ audit }) => {
        const { records } = await audit.list();
        expect(records.map(({ action }) => action).reverse()).toEqual([
          'credential_created',
          'secret_handed_out',
          'credential_edited',
          'secret_rotated',
          'secret_ended',
          'credential_revoked',
        ]);
        expect(
          records.every(
            ({ actor, address, requestId }) =>
              actor === ada.actor && address === ada.address && requestId === ada.requestId,
          ),
        ).toBe(true);
        expect(records[3]).toMatchObject({ before: { name: 'Library' }, after: { name: 'Library 2' } });
      });
    });
  });

  it('holds no secret and no hash of one', async () => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      const rotated = await rotateSecret(data, { clientId }, ada);
      const stored = await data.store.core.listByPrefix<{ sha256: string }>('secret:');
      const log = JSON.stringify(await data.audit.list());
      const clear = [secret, rotated.secret, ...stored.map(({ value }) => value.sha256)];
      expect(clear.filter((one) => log.includes(one))).toEqual([]);
      expect(clear).toHaveLength(4);
    });
  });
});
