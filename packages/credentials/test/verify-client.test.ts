import type { ClientCredentialRecord } from '@gpii/protocol';
import type { Store } from '@gpii/store';
import { describe, expect, it } from 'vitest';
import { importRecords } from '../src/import-records.ts';
import { createClientVerifier, secretIdOf } from '../src/verify-client.ts';
import { library } from './support/records.ts';
import { withData, type OpenData } from './support/with-credentials.ts';

const rightSecret = 'canary-of-the-secret';

/** What verifying comes to, for a client credential as it was imported. */
async function verify(
  record: Partial<ClientCredentialRecord>,
  { clientId = 'library-pc', secret = rightSecret, address = '127.0.0.1' } = {},
): Promise<unknown> {
  let verification: unknown;
  await withData(async (data) => {
    await importRecords(data, [{ ...library, ...record }]);
    verification = await data.verifier.verify(clientId, secret, address);
  });
  return verification;
}

describe('verifying a client', () => {
  it('knows the right secret, and names it without telling it', async () => {
    expect(await verify({})).toMatchObject({
      ok: true,
      client: { credential: { clientId: 'library-pc' }, secretId: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
    });
  });

  it('knows each of several secrets', async () => {
    const secrets = [...library.secrets, { secret: 'the second one', label: '' }];
    expect(await verify({ secrets }, { secret: 'the second one' })).toMatchObject({ ok: true });
  });

  it.each(['', 'wrong', 'canary-of-the-secre', 'canary-of-the-secret ', 'Canary-of-the-secret', 'x'.repeat(10_000)])(
    'refuses the secret "%.30s"',
    async (secret) => {
      expect(await verify({}, { secret })).toEqual({ ok: false, reason: 'client_secret_wrong' });
    },
  );

  it.each(['nobody', '', '__proto__', 'LIBRARY-PC', ' library-pc', 'library-pc ', 'a\ud83e', 'secret:library-pc'])(
    'does not know the client id "%s"',
    async (clientId) => {
      expect(await verify({}, { clientId })).toEqual({ ok: false, reason: 'client_unknown' });
    },
  );

  it('refuses any secret of a credential that has none', async () => {
    expect(await verify({ secrets: [] })).toEqual({ ok: false, reason: 'client_secret_wrong' });
  });

  it('tells the right secret of a revoked credential when it was revoked', async () => {
    expect(await verify({ revokedAt: '2026-04-01T00:00:00Z' })).toEqual({
      ok: false,
      reason: 'credential_revoked',
      revocation: { revokedAt: '2026-04-01T00:00:00Z', revokedBy: 'import', reason: '' },
    });
  });

  it('tells a wrong secret of a revoked credential nothing', async () => {
    const revoked = { revokedAt: '2026-04-01T00:00:00Z' };
    expect(await verify(revoked, { secret: 'wrong' })).toEqual({ ok: false, reason: 'client_secret_wrong' });
  });

  it.each([
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['10.0.0.0/8'], '11.1.2.3', false],
    [['192.0.2.7'], '192.0.2.7', true],
    [['192.0.2.7'], '192.0.2.8', false],
    [['2001:db8::/32', '10.0.0.0/8'], '2001:db8::1', true],
    [['2001:db8::/32'], '10.0.0.1', false],
    [['fe80::/10'], 'fe80::1%eth0', true],
    [['10.0.0.0/8'], undefined, false],
    [[], '127.0.0.1', false],
  ])('allows %j for %s: %s', async (allowedIPBlocks, address, isAllowed) => {
    await withData(async (data) => {
      await importRecords(data, [{ ...library, allowedIPBlocks }]);
      const verification = await data.verifier.verify('library-pc', rightSecret, address);
      expect(verification).toMatchObject(
        isAllowed ? { ok: true } : { ok: false, reason: 'client_address_not_allowed' },
      );
    });
  });

  it('says a wrong secret first: who guesses does not learn of address rules', async () => {
    expect(await verify({ allowedIPBlocks: [] }, { secret: 'wrong' })).toEqual({
      ok: false,
      reason: 'client_secret_wrong',
    });
  });

  it('ends one secret and leaves the others', async () => {
    await withData(async (data) => {
      const secrets = [...library.secrets, { secret: 'the second one', label: '' }];
      await importRecords(data, [{ ...library, secrets }]);
      const second = await data.verifier.verify('library-pc', 'the second one', undefined);
      const revocation = { revokedAt: '2026-04-01T00:00:00Z', revokedBy: 'ada', reason: '' };
      await data.revocations.revoke('secret', second.ok ? second.client.secretId : '', revocation);
      const outcomes = [rightSecret, 'the second one'].map((secret) =>
        data.verifier.verify('library-pc', secret, undefined),
      );
      expect((await Promise.all(outcomes)).map(({ ok }) => ok)).toEqual([true, false]);
    });
  });

  it('names the same secret of two credentials differently, so that ending one leaves the other', () => {
    expect(secretIdOf('one', 'a'.repeat(64))).not.toBe(secretIdOf('two', 'a'.repeat(64)));
  });
});

/** Counts what is read, and lets a test do something in the middle of it. */
function watch(
  { store }: OpenData,
  inTheMiddle: () => Promise<unknown> = () => Promise.resolve(),
): { store: Store; reads: () => number } {
  let reads = 0;
  const core: Store['core'] = {
    ...store.core,
    listByPrefix: async (prefix, options) => {
      const found = await store.core.listByPrefix<never>(prefix, options);
      await inTheMiddle();
      return found;
    },
    get: async (id) => {
      reads += 1;
      return store.core.get<never>(id);
    },
  };
  return { store: { ...store, core }, reads: () => reads };
}

describe('what a verifier remembers', () => {
  it.each(['library-pc', 'nobody'])('makes it read %s once only, known or not (SECURITY G-S9)', async (clientId) => {
    await withData(async (data) => {
      await importRecords(data, [library]);
      const { store, reads } = watch(data);
      const verifier = createClientVerifier(store, data.revocations);
      for (let round = 0; round < 3; round += 1) await verifier.verify(clientId, 'wrong', undefined);
      expect(reads()).toBe(1);
    });
  });

  it('is not what was read while the credential changed', async () => {
    await withData(async (data) => {
      await importRecords(data, [library]);
      const secrets = [{ secret: 'the new secret', label: '' }];
      let change = async (): Promise<void> => {
        change = () => Promise.resolve();
        await importRecords({ ...data, verifier }, [{ ...library, secrets }]);
      };
      const verifier = createClientVerifier(watch(data, () => change()).store, data.revocations);
      await verifier.verify('library-pc', 'the new secret', undefined);
      expect(await verifier.verify('library-pc', 'the new secret', undefined)).toMatchObject({ ok: true });
    });
  });
});
