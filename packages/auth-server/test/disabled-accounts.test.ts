import { disableAccount, spendHandOverCode, createHandOverCode } from '@gpii/credentials';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createAccessTokens } from '../src/access-tokens.ts';
import { ada, by, withHandOver } from './hand-over/with-hand-over.ts';

it('an account that is disabled loses its sessions, shared preferences and hand-over codes at once', async () => {
  await withHandOver(async ({ data, clientId }) => {
    const { sessions } = data;
    const accessTokens = createAccessTokens(data.store, data.revocations, { lifetimeSeconds: 3600, now: Date.now });
    const credential = await data.verifier.find(clientId);
    if (credential === undefined) throw new Error('The credential is there');
    const client = { credential, secretId: 'secret' };
    const { accessToken } = await accessTokens.issue({ client, account: ada.email, scope: 'preferences' });
    const other = await accessTokens.issue({ client, account: 'bob@lib.example', scope: 'preferences' });
    const cookie = await sessions.begin({ account: ada.email });
    const codeVerifier = 'v'.repeat(43);
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const code = await createHandOverCode(data, { clientId, codeChallenge, approvedBy: by.actor, label: '' });
    const isGood = async (): Promise<boolean[]> => [
      (await sessions.find(cookie)) !== undefined,
      (await accessTokens.check(accessToken)) !== undefined,
      (await accessTokens.check(other.accessToken)) !== undefined,
    ];
    expect(await isGood()).toEqual([true, true, true]);
    await disableAccount(data, ada.email, by);
    expect(await isGood()).toEqual([false, false, true]);
    await expect(spendHandOverCode(data, { code, codeVerifier })).rejects.toMatchObject({
      reason: 'hand_over_code_refused',
    });
  });
});
