import { describe, expect, it } from 'vitest';
import { createCredential, editCredential } from '../src/create-credential.ts';
import { showCredential } from '../src/list-credentials.ts';
import { mintSecret } from '../src/mint-secret.ts';
import { revokeCredential, revokeSecret } from '../src/revoke-credential.ts';
import { endSecret, rotateSecret } from '../src/rotate-secret.ts';
import { ada, createLibrary, tryOut } from './support/library-credential.ts';
import { passHours, withData, withDataIn, withFolder } from './support/with-credentials.ts';

describe('a new client credential', () => {
  it('has a client id of the form that the seeds show', async () => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      expect(clientId).toMatch(/^[1-9]\d{10}-[0-9a-z]{32}$/);
    });
  });

  it('is known at once, also when its id was asked for before', async () => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      expect(await tryOut(data, clientId, 'wrong')).toBe('client_secret_wrong');
      expect(await tryOut(data, clientId, secret)).toBe('ok');
    });
  });

  it('gets secrets of 256 bits, each another, all good at the same time', async () => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      const more = await Promise.all(
        Array.from({ length: 5 }, () => mintSecret(data, { clientId, label: '', origin: 'downloaded' }, ada)),
      );
      const secrets = [secret, ...more.map((one) => one.secret)];
      expect(new Set(secrets).size).toBe(6);
      expect(secrets.every((one) => /^[A-Za-z0-9_-]{43}$/.test(one))).toBe(true);
      expect(await Promise.all(secrets.map((one) => tryOut(data, clientId, one)))).toEqual(Array(6).fill('ok'));
    });
  });

  it('is refused a secret once it is revoked', async () => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      await revokeCredential(data, { clientId, reason: 'lost' }, ada);
      await expect(mintSecret(data, { clientId, label: '', origin: 'picked' }, ada)).rejects.toMatchObject({
        reason: 'credential_revoked',
      });
    });
  });

  it('changes in force with the next request', async () => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      await editCredential(data, { clientId, changes: { allowedIPBlocks: ['198.51.100.0/24'] } }, ada);
      expect(await tryOut(data, clientId, secret)).toBe('client_address_not_allowed');
    });
  });
});

describe('a secret with an end', () => {
  it('is good until then and refused from then on', async () => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      const endsAt = new Date(data.clock.at.getTime() + 1000);
      const { secret } = await mintSecret(data, { clientId, label: '', origin: 'operator', endsAt }, ada);
      data.clock.at = new Date(endsAt.getTime() - 1);
      const before = await tryOut(data, clientId, secret);
      data.clock.at = endsAt;
      expect([before, await tryOut(data, clientId, secret)]).toEqual(['ok', 'secret_ended']);
    });
  });

  it('gets no further end', async () => {
    await withData(async (data) => {
      const { clientId, secretId, secret } = await createLibrary(data);
      await endSecret(data, { clientId, secretId, endsAt: data.clock.at }, ada);
      await endSecret(data, { clientId, secretId, endsAt: new Date('2030-01-01') }, ada);
      expect(await tryOut(data, clientId, secret)).toBe('secret_ended');
    });
  });
});

describe('a rotation', () => {
  it('leaves the old secret good for 24 hours beside the new one', async () => {
    await withData(async (data) => {
      const { clientId, secret: old } = await createLibrary(data);
      const { secret } = await rotateSecret(data, { clientId }, ada);
      const seen = [await tryOut(data, clientId, old), await tryOut(data, clientId, secret)];
      passHours(data.clock, 23.99);
      seen.push(await tryOut(data, clientId, old));
      passHours(data.clock, 0.01);
      seen.push(await tryOut(data, clientId, old), await tryOut(data, clientId, secret));
      expect(seen).toEqual(['ok', 'ok', 'ok', 'secret_ended', 'ok']);
    });
  });

  it('with no overlap ends the old secret at once', async () => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      await rotateSecret(data, { clientId, overlapHours: 0 }, ada);
      expect(await tryOut(data, clientId, secret)).toBe('secret_ended');
    });
  });

  it('leaves at most two secrets good', async () => {
    await withData(async (data) => {
      const first = await createLibrary(data);
      const { clientId } = first;
      const second = await rotateSecret(data, { clientId }, ada);
      const third = await rotateSecret(data, { clientId }, ada);
      const states = await Promise.all([first, second, third].map(({ secret }) => tryOut(data, clientId, secret)));
      expect(states).toEqual(['secret_ended', 'ok', 'ok']);
    });
  });

  it('keeps the label, and leaves the secrets of other computers alone', async () => {
    await withData(async (data) => {
      const { clientId, secretId } = await createLibrary(data);
      const other = await mintSecret(data, { clientId, label: 'PC 2', origin: 'picked' }, ada);
      await rotateSecret(data, { clientId, secretId, overlapHours: 0 }, ada);
      const { secrets } = await showCredential(data, clientId);
      expect(secrets.map(({ label, ended }) => `${label} ${ended}`).sort()).toEqual([
        'PC 1 false',
        'PC 1 true',
        'PC 2 false',
      ]);
      expect(await tryOut(data, clientId, other.secret)).toBe('ok');
    });
  });

  it.each([-1, 169, Number.NaN])('refuses an overlap of %s hours', async (overlapHours) => {
    await withData(async (data) => {
      const { clientId, secret } = await createLibrary(data);
      const rotating = rotateSecret(data, { clientId, overlapHours }, ada);
      await expect(rotating).rejects.toMatchObject({ reason: 'parameter_malformed' });
      expect(await tryOut(data, clientId, secret)).toBe('ok');
    });
  });

  it('asks which secret when there are several', async () => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      await mintSecret(data, { clientId, label: 'PC 2', origin: 'picked' }, ada);
      await expect(rotateSecret(data, { clientId }, ada)).rejects.toMatchObject({ reason: 'secret_not_named' });
    });
  });
});

describe('revoking', () => {
  it('one secret leaves the others', async () => {
    await withData(async (data) => {
      const { clientId, secretId, secret } = await createLibrary(data);
      const other = await mintSecret(data, { clientId, label: 'PC 2', origin: 'picked' }, ada);
      await revokeSecret(data, { clientId, secretId, reason: 'stolen' }, ada);
      const states = [await tryOut(data, clientId, secret), await tryOut(data, clientId, other.secret)];
      expect(states).toEqual(['credential_revoked', 'ok']);
    });
  });

  it('a credential ends all its secrets, keeps the first reason, and lasts', async () => {
    await withFolder(async (folder) => {
      let known: { clientId: string; secret: string } | undefined;
      await withDataIn(folder, async (data) => {
        known = await createLibrary(data);
        await revokeCredential(data, { clientId: known.clientId, reason: 'lost' }, ada);
        await revokeCredential(data, { clientId: known.clientId, reason: 'again' }, ada);
      });
      await withDataIn(folder, async (data) => {
        const { clientId = '', secret = '' } = known ?? {};
        expect(await tryOut(data, clientId, secret)).toBe('credential_revoked');
        const { revocation, secrets } = await showCredential(data, clientId);
        expect(revocation).toMatchObject({ reason: 'lost', revokedBy: ada.actor });
        expect(secrets).toMatchObject([{ ended: true }]);
      });
    });
  });

  it('says what it does not know', async () => {
    await withData(async (data) => {
      const { clientId } = await createLibrary(data);
      await expect(revokeCredential(data, { clientId: 'nobody', reason: '' }, ada)).rejects.toMatchObject({
        reason: 'client_unknown',
      });
      await expect(revokeSecret(data, { clientId, secretId: 'none', reason: '' }, ada)).rejects.toMatchObject({
        reason: 'secret_unknown',
      });
    });
  });

  it('while secrets are being minted leaves none that is good', async () => {
    await withData(async (data) => {
      const { clientId } = await createCredential(data, { type: 'installed', name: '', owner: 'a@b.example' }, ada);
      const minting = Promise.allSettled(
        Array.from({ length: 20 }, () => mintSecret(data, { clientId, label: '', origin: 'picked' }, ada)),
      );
      await revokeCredential(data, { clientId, reason: '' }, ada);
      const minted = (await minting).filter((one) => one.status === 'fulfilled');
      const states = await Promise.all(minted.map(({ value }) => tryOut(data, clientId, value.secret)));
      expect(states.filter((state) => state === 'ok')).toEqual([]);
    });
  });
});
