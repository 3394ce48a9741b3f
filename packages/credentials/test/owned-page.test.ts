import { describe, expect, it } from 'vitest';
import { createCredential } from '../src/create-credential.ts';
import { importRecords } from '../src/import-records.ts';
import { findOwnedPage, type OwnedQuery } from '../src/owned-page.ts';
import { ada } from './support/library-credential.ts';
import { library } from './support/records.ts';
import { withData, withDataIn, withFolder, type OpenData } from './support/with-credentials.ts';

const query: OwnedQuery = {
  owner: 'Ada@lib.example',
  find: '',
  sortBy: 'created',
  isDescending: true,
  page: 1,
  pageSize: 25,
  compareNames: (left, right) => (left < right ? -1 : 1),
};

async function namesOf(data: OpenData, more: Partial<OwnedQuery> = {}): Promise<string[]> {
  return (await findOwnedPage(data, { ...query, ...more })).rows.map(({ credential }) => credential.name);
}

async function addAll(data: OpenData, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    data.clock.at = new Date(data.clock.at.getTime() + 1000);
    const { clientId } = await createCredential(data, { type: 'installed', name, owner: 'ada@lib.example' }, ada);
    ids.push(clientId);
  }
  return ids;
}

describe('the credentials of an account', () => {
  it('are those that were created and imported, newest first, and nobody else’s', () =>
    withData(async (data) => {
      await addAll(data, ['first', 'second']);
      await createCredential(data, { type: 'web', name: 'Bob’s', owner: 'bob@lib.example' }, ada);
      expect(await namesOf(data)).toEqual(['second', 'first']);
      data.clock.at = new Date(data.clock.at.getTime() + 1000);
      await importRecords(data, [{ ...library, name: 'imported' }]);
      expect(await namesOf(data)).toEqual(['imported', 'second', 'first']);
      expect(await namesOf(data, { sortBy: 'name', isDescending: false })).toEqual(['first', 'imported', 'second']);
      expect(await namesOf(data, { find: 'IMP' })).toEqual(['imported']);
      expect(await namesOf(data, { isDescending: false, pageSize: 2, page: 2 })).toEqual(['imported']);
    }));

  it('go with an import that gives one to somebody else', () =>
    withData(async (data) => {
      await importRecords(data, [library]);
      expect(await namesOf(data)).toEqual([library.name]);
      await importRecords(data, [{ ...library, owner: 'bob@lib.example' }]);
      expect([await namesOf(data), await namesOf(data, { owner: 'bob@lib.example' })]).toEqual([[], [library.name]]);
      await importRecords(data, [library]);
      expect([await namesOf(data), await namesOf(data, { owner: 'bob@lib.example' })]).toEqual([[library.name], []]);
    }));

  it('are found in a data folder from before there was an index', () =>
    withFolder(async (folder) => {
      await withDataIn(folder, async ({ store }) => {
        const old = {
          clientId: 'old:one',
          type: 'installed',
          name: 'old',
          owner: 'ada@lib.example',
          createdAt: '2026-01-01T00:00:00Z',
        };
        await store.core.create('credential:old:one', old);
      });
      await withDataIn(folder, async (data) => {
        await addAll(data, ['new']);
        expect(await namesOf(data)).toEqual(['new', 'old']);
      });
    }));

  it('show at once when and by how many computers they were used', () =>
    withData(async (data) => {
      const [clientId = ''] = await addAll(data, ['used', 'unused']);
      const rowOf = async () => (await findOwnedPage(data, { ...query, find: 'used' })).rows.at(-1);
      expect(await rowOf()).toMatchObject({ computers: 0 });
      data.uses.note({ clientId, secretId: 'a', address: '192.0.2.1' });
      data.uses.note({ clientId, secretId: 'b', address: '192.0.2.2' });
      await data.uses.settled();
      expect(await rowOf()).toMatchObject({ computers: 2, lastUsedAt: data.clock.at.toISOString() });
      data.clock.at = new Date(data.clock.at.getTime() + 31 * 24 * 3_600_000);
      data.uses.note({ clientId, secretId: 'b', address: '192.0.2.2' });
      await data.uses.settled();
      expect(await rowOf()).toMatchObject({ computers: 1, lastUsedAt: data.clock.at.toISOString() });
      expect(await namesOf(data, { sortBy: 'used' })).toEqual(['used', 'unused']);
    }));

  it('are read page by page when there are many, whatever was given away meanwhile', () =>
    withData(async (data) => {
      const records = Array.from({ length: 510 }, (_, n) => ({
        ...library,
        clientId: `pc-${n}`,
        name: `PC ${n}`,
        secrets: [],
      }));
      await importRecords(data, records);
      const first = await findOwnedPage(data, query);
      expect([first.rows.length, first.total, first.pages]).toEqual([25, 510, 21]);
      const given = first.rows[3]?.credential.clientId ?? '';
      await importRecords(data, [
        { ...library, clientId: given, name: 'given', owner: 'bob@lib.example', secrets: [] },
      ]);
      const after = await findOwnedPage(data, query);
      expect([after.rows.length, after.total]).toEqual([25, 509]);
      expect(after.rows.map(({ credential }) => credential.clientId)).not.toContain(given);
    }));
});
