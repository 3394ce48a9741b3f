import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCredentials, type Revocations } from '@gpii/credentials';
import { openStore } from '@gpii/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthorizationCodes, type AuthorizationCodes } from '../src/authorize/authorization-codes.ts';

const GRANT = {
  clientId: 'site',
  account: 'ada@lib.example',
  consentId: 'c0ffee',
  gpiiTokenHash: 'hash-of-the-token',
  groups: ['language'],
  redirectUri: 'https://a.example/',
  redirectUriWasGiven: true,
};
const PRESENTED = { clientId: 'site', redirectUri: 'https://a.example/', codeVerifier: undefined };
const STARTED_AT_MS = Date.parse('2026-05-01T12:00:00Z');

let nowMs = STARTED_AT_MS;
let codes: AuthorizationCodes;
let revocations: Revocations;
let findGrant: (grantId: string) => unknown;
let takeBack: (consentId: string) => Promise<void>;
let close: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-codes-'));
  const store = await openStore({ dataDir: folder, deadlineMs: 20_000 });
  ({ revocations } = await openCredentials(store, folder));
  codes = createAuthorizationCodes({ store, revocations, now: () => new Date(nowMs) });
  findGrant = (grantId) => revocations.find('grant', grantId);
  takeBack = (consentId) =>
    revocations.revoke('consent', consentId, {
      revokedAt: new Date(nowMs).toISOString(),
      revokedBy: 'ada',
      reason: '',
    });
  close = async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => close());

describe('an authorization code', () => {
  it.each([
    ['is good for 60 s', 60_000, true],
    ['is over after 60 s', 60_001, false],
  ])('%s', async (_what, ageMs, isGood) => {
    nowMs = STARTED_AT_MS;
    const code = await codes.issue(GRANT);
    nowMs += ageMs;
    const redeemed = codes.redeem({ ...PRESENTED, code });
    if (isGood) expect(await redeemed).toMatchObject(GRANT);
    else await expect(redeemed).rejects.toMatchObject({ code: 'invalid_grant', reason: 'authorization_code_unknown' });
  });

  it('ends what came from it when it comes again', async () => {
    const code = await codes.issue(GRANT);
    const { grantId } = await codes.redeem({ ...PRESENTED, code });
    expect(findGrant(grantId)).toBeUndefined();
    await expect(codes.redeem({ ...PRESENTED, code })).rejects.toMatchObject({ reason: 'authorization_code_replayed' });
    expect(findGrant(grantId)).toMatchObject({ reason: 'code replayed' });
  });

  it('of an account that was disabled since is refused', async () => {
    const account = 'disabled@lib.example';
    const code = await codes.issue({ ...GRANT, account });
    const revocation = { revokedAt: '2026-05-01T12:00:00Z', revokedBy: 'operator:ada', reason: 'disabled' };
    await revocations.revoke('account', account, revocation);
    await expect(codes.redeem({ ...PRESENTED, code })).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('is not used up by who presents it wrongly', async () => {
    const code = await codes.issue(GRANT);
    for (const wrong of [{ clientId: 'other' }, { redirectUri: undefined }, { codeVerifier: 'x'.repeat(43) }]) {
      await expect(codes.redeem({ ...PRESENTED, code, ...wrong })).rejects.toMatchObject({ code: 'invalid_grant' });
    }
    expect(await codes.redeem({ ...PRESENTED, code })).toMatchObject(GRANT);
  });

  it('is good for nothing once the consent was taken back', async () => {
    const code = await codes.issue({ ...GRANT, consentId: 'taken-back' });
    await takeBack('taken-back');
    await expect(codes.redeem({ ...PRESENTED, code })).rejects.toMatchObject({ reason: 'authorization_code_unknown' });
  });
});
