import { describe, expect, it } from 'vitest';
import type { AuditView } from '../src/audit-views.ts';
import { createCredential, editCredential } from '../src/create-credential.ts';
import { revokeCredential } from '../src/revoke-credential.ts';
import { ada, createLibrary } from './support/library-credential.ts';
import { withData, withDataIn, withFolder, type OpenData } from './support/with-credentials.ts';

const operator = { actor: 'operator:eve' };

async function actionsIn({ audit }: OpenData, view: AuditView): Promise<string[]> {
  return (await audit.listOf(view)).records.map(({ action }) => action);
}

describe('a history', () => {
  it('of a credential has all that was done with it, newest first; that of its account the same, whoever did it', () =>
    withData(async (data) => {
      const { clientId } = await createLibrary(data);
      await editCredential(data, { clientId, changes: { name: 'New name' } }, operator);
      await revokeCredential(data, { clientId, reason: 'lost' }, operator);
      await createCredential(data, { type: 'web', name: 'Bob’s', owner: 'bob@lib.example' }, operator);
      const all = ['credential_revoked', 'credential_edited', 'secret_handed_out', 'credential_created'];
      expect(await actionsIn(data, `credential:${clientId}`)).toEqual(all);
      expect(await actionsIn(data, 'account:Ada@lib.example')).toEqual(all);
      expect(await actionsIn(data, 'account:bob@lib.example')).toEqual(['credential_created']);
    }));

  it('comes in pages', () =>
    withData(async (data) => {
      const { clientId } = await createLibrary(data);
      for (const name of ['a', 'b', 'c']) await editCredential(data, { clientId, changes: { name } }, ada);
      const first = await data.audit.listOf(`credential:${clientId}`, { limit: 3 });
      const second = await data.audit.listOf(`credential:${clientId}`, { limit: 3, after: first.next });
      expect([first.records.length, second.records.map(({ action }) => action), second.next]).toEqual([
        3,
        ['secret_handed_out', 'credential_created'],
        undefined,
      ]);
      expect((await data.audit.list()).records).toHaveLength(5);
      expect((await data.audit.list({ limit: 5 })).next).toBeUndefined();
    }));

  it('of a web application does not tell who shares preferences with it; that of the person does', () =>
    withData(async (data) => {
      const { clientId } = await createLibrary(data);
      const bob = { actor: 'account:bob@home.example' };
      await data.audit.append(bob, { action: 'consent_given', subject: `credential:${clientId}` });
      expect(await actionsIn(data, `credential:${clientId}`)).not.toContain('consent_given');
      expect(await actionsIn(data, 'account:ada@lib.example')).not.toContain('consent_given');
      expect(await actionsIn(data, 'account:bob@home.example')).toEqual(['consent_given']);
    }));

  it('has what was recorded before there were histories', () =>
    withFolder(async (folder) => {
      await withDataIn(folder, async ({ store }) => {
        const old = {
          at: '2026-01-01T00:00:00.000Z',
          actor: 'account:ada@lib.example',
          action: 'account_signed_in',
          subject: 'account:ada@lib.example',
        };
        await store.audit.create('8233000000000-999999-0123456789ab', old);
      });
      await withDataIn(folder, async (data) => {
        await createLibrary(data);
        expect(await actionsIn(data, 'account:ada@lib.example')).toEqual([
          'secret_handed_out',
          'credential_created',
          'account_signed_in',
        ]);
        expect((await data.audit.list()).records).toHaveLength(3);
      });
    }));

  it('of a record that was stored once is entered once, however often it was tried', () =>
    withData(async (data) => {
      const { clientId } = await createLibrary(data);
      await Promise.all([1, 2, 3].map(() => revokeCredential(data, { clientId, reason: '' }, ada)));
      expect(
        (await actionsIn(data, `credential:${clientId}`)).filter((action) => action === 'credential_revoked'),
      ).toHaveLength(1);
    }));
});
