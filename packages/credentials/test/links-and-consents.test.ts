import { describe, expect, it } from 'vitest';
import { revokeGpiiToken } from '../src/add-gpii-token.ts';
import { findConsent, giveConsent, listConsents, takeBackConsent } from '../src/consents.ts';
import { exportRecords, RECORD_KINDS } from '../src/export-records.ts';
import { linkGpiiToken, listLinks, unlinkGpiiToken } from '../src/gpii-token-links.ts';
import { importRecords } from '../src/import-records.ts';
import { ada as by } from './support/library-credential.ts';
import { ada, alice } from './support/records.ts';
import { withData, type OpenData } from './support/with-credentials.ts';

const account = 'ada@lib.example';
const gpiiToken = alice.token ?? '';
const which = { account, clientId: 'reading-site' };

/** Runs a test with an account whose GPII token is linked. */
function withLink(test: (data: OpenData, gpiiTokenHash: string) => Promise<void>): Promise<void> {
  return withData(async (data) => {
    await importRecords(data, [ada, alice]);
    const link = await linkGpiiToken(data, { account, gpiiToken, label: 'My card' }, by);
    await test(data, link.gpiiTokenHash);
  });
}

const actionsOf = async ({ audit }: OpenData) => (await audit.list()).records.map(({ action }) => action);

describe('linking a GPII token', () => {
  it('names it to its account, once however often it is done, and to no other account', () =>
    withLink(async (data, gpiiTokenHash) => {
      const again = await linkGpiiToken(data, { account: 'ADA@lib.example', gpiiToken, label: 'Again' }, by);
      expect(await listLinks(data, account)).toEqual([again]);
      expect(again).toMatchObject({ label: 'My card', gpiiTokenHash, linkId: gpiiTokenHash.slice(0, 16) });
      expect(await listLinks(data, 'ada@lib.example.org')).toEqual([]);
      expect(await actionsOf(data)).toEqual(['gpii_token_linked']);
    }));

  it('refuses an unknown and a revoked one with the same words', () =>
    withLink(async (data, hash) => {
      const link = (token: string) =>
        linkGpiiToken(data, { account: 'bob@lib.example', gpiiToken: token, label: '' }, by);
      const unknown: unknown = await link('nobody').catch((error: unknown) => error);
      await revokeGpiiToken(data, { hash, reason: 'lost' }, by);
      expect(await link(gpiiToken).catch((error: unknown) => error)).toEqual(unknown);
      expect(unknown).toMatchObject({ reason: 'gpii_token_unknown' });
      expect(await listLinks(data, account)).toEqual([]);
    }));

  it('is done by an import that says whose it is, and what was taken away stays so', () =>
    withData(async (data) => {
      await importRecords(data, [{ ...alice, owner: 'Ada@Lib.example' }]);
      const [link] = await listLinks(data, account);
      await unlinkGpiiToken(data, { account, linkId: link?.linkId ?? '' }, by);
      await importRecords(data, [{ ...alice, owner: 'ada@lib.example' }]);
      await importRecords(data, [{ kind: 'link', account, token: gpiiToken, label: '' }]);
      expect(await listLinks(data, account)).toEqual([]);
      await linkGpiiToken(data, { account, gpiiToken, label: 'Back' }, by);
      expect(await listLinks(data, account)).toMatchObject([{ label: 'Back' }]);
    }));

  it('goes to another folder with an export', () =>
    withLink(async (data) => {
      const pages = await Promise.all(RECORD_KINDS.map((kind) => exportRecords(data, { kind })));
      const records = pages.flatMap((page) => page.records);
      await withData(async (other) => {
        await importRecords(other, records);
        expect(await listLinks(other, account)).toEqual(await listLinks(data, account));
        expect(await importRecords(other, records)).toMatchObject({ link: { unchanged: 1 } });
      });
    }));
});

describe('consent', () => {
  it('stands until it is taken back, which ends what came from it', () =>
    withLink(async (data, gpiiTokenHash) => {
      const consent = await giveConsent(
        data,
        { ...which, gpiiTokenHash, groups: ['screen', 'language', 'screen'] },
        by,
      );
      expect(consent.groups).toEqual(['language', 'screen']);
      expect(await findConsent(data, which)).toEqual(consent);
      expect(await listConsents(data, account)).toEqual([consent]);
      expect(await takeBackConsent(data, which, by)).toEqual(consent);
      expect(data.revocations.find('consent', consent.consentId)).toMatchObject({ reason: 'consent taken back' });
      expect(await findConsent(data, which)).toBeUndefined();
      expect(await takeBackConsent(data, which, by)).toBeUndefined();
      expect(await actionsOf(data)).toEqual(['consent_taken_back', 'consent_given', 'gpii_token_linked']);
    }));

  it('given again as it stands changes nothing; another ends what came from the first', () =>
    withLink(async (data, gpiiTokenHash) => {
      const first = await giveConsent(data, { ...which, gpiiTokenHash, groups: ['screen', 'language'] }, by);
      expect(await giveConsent(data, { ...which, gpiiTokenHash, groups: ['language', 'screen'] }, by)).toEqual(first);
      const less = await giveConsent(data, { ...which, gpiiTokenHash, groups: ['language'] }, by);
      expect(data.revocations.find('consent', first.consentId)).toBeDefined();
      expect(data.revocations.find('consent', less.consentId)).toBeUndefined();
      expect(await findConsent(data, which)).toEqual(less);
    }));

  it('ends with the link and with the GPII token that it is about', () =>
    withLink(async (data, gpiiTokenHash) => {
      const given = { ...which, gpiiTokenHash, groups: ['language'] };
      const { consentId } = await giveConsent(data, given, by);
      const other = await giveConsent(data, { ...given, clientId: 'other-site' }, by);
      await unlinkGpiiToken(data, { account, linkId: gpiiTokenHash.slice(0, 16) }, by);
      for (const id of [consentId, other.consentId]) expect(data.revocations.find('consent', id)).toBeDefined();
      await expect(giveConsent(data, given, by)).rejects.toMatchObject({ reason: 'gpii_token_unknown' });
      await linkGpiiToken(data, { account, gpiiToken, label: '' }, by);
      expect(await listConsents(data, account)).toEqual([]);
      await giveConsent(data, given, by);
      await revokeGpiiToken(data, { hash: gpiiTokenHash, reason: '' }, by);
      expect(await findConsent(data, which)).toBeUndefined();
    }));
});
