import { describe, expect, it } from 'vitest';
import { compareSightings } from '../src/clone-watch.ts';
import { createEnrolmentKey, useEnrolmentKey } from '../src/enrolment-keys.ts';
import { showCredential, type SecretSummary } from '../src/list-credentials.ts';
import { mintSecret } from '../src/mint-secret.ts';
import { createSecretUses } from '../src/secret-uses.ts';
import { createClientVerifier } from '../src/verify-client.ts';
import { ada, createLibrary } from './support/library-credential.ts';
import { passHours, withData, type OpenData } from './support/with-credentials.ts';

const MINUTE_IN_HOURS = 1 / 60;

/** A computer that enrolled at its first boot. */
async function enrol(data: OpenData): Promise<{ clientId: string; secret: string; secretId: string }> {
  const { clientId } = await createLibrary(data);
  const endsAt = new Date('2027-01-01T00:00:00Z');
  const { enrolmentKey } = await createEnrolmentKey(data, { clientId, label: 'image', uses: 5, endsAt }, ada);
  await useEnrolmentKey(data, enrolmentKey);
  const { secret, secretId } = await mintSecret(
    data,
    { clientId, label: 'PC 3', origin: 'enrolled', machineId: 'machine' },
    ada,
  );
  return { clientId, secret, secretId };
}

async function show(data: OpenData, clientId: string, secretId: string): Promise<SecretSummary | undefined> {
  await data.uses.settled();
  return (await showCredential(data, clientId)).secrets.find((each) => each.secretId === secretId);
}

describe('a computer that was cloned after it enrolled', () => {
  it('is flagged once its secret comes from two addresses within 10 minutes, and goes on working', () =>
    withData(async (data) => {
      const { clientId, secret, secretId } = await enrol(data);
      for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.2']) {
        expect(await data.verifier.verify(clientId, secret, address)).toMatchObject({ ok: true });
      }
      expect(await show(data, clientId, secretId)).toMatchObject({
        cloneSign: { at: '2026-05-01T12:00:00.000Z', addresses: ['192.0.2.1', '192.0.2.2'] },
        ended: false,
      });
      passHours(data.clock, 24);
      await data.verifier.verify(clientId, secret, '192.0.2.1');
      expect(await show(data, clientId, secretId)).toMatchObject({
        lastUsedAt: '2026-05-02T12:00:00.000Z',
        cloneSign: { at: '2026-05-01T12:00:00.000Z' },
      });
    }));

  it('is flagged by a server that was started in between', () =>
    withData(async (data) => {
      const { clientId, secret, secretId } = await enrol(data);
      await data.verifier.verify(clientId, secret, '192.0.2.1');
      await data.uses.settled();
      passHours(data.clock, 2 * MINUTE_IN_HOURS);
      const uses = createSecretUses(data.store, data.now);
      await createClientVerifier(data.store, data.revocations, { uses }).verify(clientId, secret, '192.0.2.2');
      await uses.settled();
      expect((await show(data, clientId, secretId))?.cloneSign).toBeDefined();
    }));

  it('is not one that was carried elsewhere, nor a secret that many computers share', () =>
    withData(async (data) => {
      const { clientId, secret, secretId } = await enrol(data);
      await data.verifier.verify(clientId, secret, '192.0.2.1');
      passHours(data.clock, 11 * MINUTE_IN_HOURS);
      await data.verifier.verify(clientId, secret, '192.0.2.2');
      expect((await show(data, clientId, secretId))?.cloneSign).toBeUndefined();
      const shared = await mintSecret(data, { clientId, label: 'image', origin: 'downloaded' }, ada);
      await data.verifier.verify(clientId, shared.secret, '192.0.2.1');
      await data.verifier.verify(clientId, shared.secret, '192.0.2.2');
      expect((await show(data, clientId, shared.secretId))?.cloneSign).toBeUndefined();
    }));
});

describe('two addresses', () => {
  const at = new Date('2026-05-01T12:00:00Z');
  it.each<[string, string, boolean]>([
    ['192.0.2.1', '::ffff:192.0.2.1', false],
    ['192.0.2.1', '2001:db8::1', false],
    ['2001:db8::1', '2001:0DB8:0:0:ffff::2', false],
    ['2001:db8::1', '2001:db8:0:1::1', true],
    ['::1', 'fe80::1%eth0', true],
    ['192.0.2.1', '192.0.2.2', true],
  ])('%s and %s may be two computers: %s', (one, other, isSign) => {
    expect(compareSightings({ at, address: one }, { at, address: other }) !== undefined).toBe(isSign);
  });
});
