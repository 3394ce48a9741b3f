import { describe, expect, it } from 'vitest';
import { listCredentials, showCredential } from '../src/list-credentials.ts';
import { mintSecret } from '../src/mint-secret.ts';
import { createSecretUses } from '../src/secret-uses.ts';
import { ada, createLibrary, tryOut } from './support/library-credential.ts';
import { passHours, withData } from './support/with-credentials.ts';

const MINUTE_IN_HOURS = 1 / 60;

describe('the last use of a secret', () => {
  it('is shown with time and address, beside secrets that were never used', async () => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      passHours(data.clock, 1);
      await mintSecret(data, { clientId, label: 'PC 2', origin: 'picked' }, ada);
      await tryOut(data, clientId, secret);
      await data.uses.settled();
      const { secrets } = await showCredential(data, clientId);
      expect(secrets.map(({ label, lastUsedAt, lastUsedFrom }) => ({ label, lastUsedAt, lastUsedFrom }))).toEqual([
        { label: 'PC 1', lastUsedAt: '2026-05-01T13:00:00.000Z', lastUsedFrom: '192.0.2.8' },
        { label: 'PC 2', lastUsedAt: undefined, lastUsedFrom: undefined },
      ]);
    });
  });

  it('is not noted for a wrong secret', async () => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      await tryOut(data, clientId, 'wrong');
      await data.uses.settled();
      expect(await data.uses.find(clientId)).toEqual(new Map());
    });
  });

  it('is written once a minute, also by a server that was started again', async () => {
    await withData(async (data) => {
      const note = async (uses: typeof data.uses, address: string): Promise<string | undefined> => {
        uses.note({ clientId: 'c', secretId: 's', address });
        await uses.settled();
        return (await uses.find('c')).get('s')?.address;
      };
      const seen = [await note(data.uses, 'first'), await note(data.uses, 'at once')];
      seen.push(await note(createSecretUses(data.store, data.now), 'after a restart'));
      passHours(data.clock, MINUTE_IN_HOURS);
      seen.push(await note(data.uses, 'a minute later'));
      expect(seen).toEqual(['first', 'first', 'first', 'a minute later']);
    });
  });
});

describe('the list of client credentials', () => {
  it('gives those of one owner, page by page, each once', async () => {
    await withData(async (data) => {
      const created = await Promise.all(Array.from({ length: 5 }, () => createLibrary(data)));
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await listCredentials(data, { owner: 'ADA@lib.example', limit: 2, after });
        seen.push(...page.credentials.map(({ clientId }) => clientId));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(created.map(({ clientId }) => clientId).sort());
      expect(await listCredentials(data, { owner: 'bob@lib.example' })).toEqual({ credentials: [] });
    });
  });
});
