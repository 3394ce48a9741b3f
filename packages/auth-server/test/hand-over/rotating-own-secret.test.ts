import { mintSecret } from '@gpii/credentials';
import { HAND_OVER_ROUTES } from '@gpii/protocol';
import { expect, it } from 'vitest';
import { by, withHandOver, type HandOver } from './with-hand-over.ts';

const HOUR_MS = 3_600_000;

async function mint({ data, clientId }: HandOver): Promise<{ client_id: string; client_secret: string }> {
  const { secret } = await mintSecret(data, { clientId, label: 'LIB-PC-07', origin: 'created' }, by);
  return { client_id: clientId, client_secret: secret };
}

async function isGood({ data }: HandOver, own: { client_id: string; client_secret: string }): Promise<boolean> {
  return (await data.verifier.verify(own.client_id, [own.client_secret], undefined)).ok;
}

it('gives a computer a new secret beside its own, which ends after the overlap', async () => {
  await withHandOver(async (given) => {
    const old = await mint(given);
    const { status, body } = await given.post(HAND_OVER_ROUTES.rotateOwn, { ...old, overlap_hours: '2' });
    expect(status).toBe(200);
    const fresh = { client_id: old.client_id, client_secret: body.installed?.client_secret ?? '' };
    expect(fresh.client_secret).not.toBe(old.client_secret);
    expect([await isGood(given, old), await isGood(given, fresh)]).toEqual([true, true]);
    given.clock.at = new Date(given.clock.at.getTime() + 2 * HOUR_MS);
    expect([await isGood(given, old), await isGood(given, fresh)]).toEqual([false, true]);
    expect((await given.post(HAND_OVER_ROUTES.rotateOwn, { ...old })).status).toBe(401);
  });
});

it('refuses an overlap that is none, and changes nothing', async () => {
  await withHandOver(async (given) => {
    const own = await mint(given);
    for (const overlap of ['169', '-1', '1.5', 'x', '']) {
      const { status, body } = await given.post(HAND_OVER_ROUTES.rotateOwn, { ...own, overlap_hours: overlap });
      expect([overlap, status, body.error]).toEqual([
        overlap,
        overlap === '' ? 200 : 400,
        overlap === '' ? undefined : 'invalid_request',
      ]);
    }
    expect(await isGood(given, own)).toBe(true);
  });
});

it('a computer that ends its secret ends the one before it too, which rotation left good for a while', async () => {
  await withHandOver(async (given) => {
    const old = await mint(given);
    const { body } = await given.post(HAND_OVER_ROUTES.rotateOwn, old);
    const fresh = { client_id: old.client_id, client_secret: body.installed?.client_secret ?? '' };
    const other = await mint(given);
    expect((await given.post(HAND_OVER_ROUTES.revokeOwn, fresh)).status).toBe(200);
    expect([await isGood(given, old), await isGood(given, fresh), await isGood(given, other)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
