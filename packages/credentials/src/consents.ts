import { randomBytes } from 'node:crypto';
import { ConflictError } from '@gpii/store';
import type { Actor } from './audit-log.ts';
import { CredentialError } from './credential-error.ts';
import type { Credentials } from './open-credentials.ts';
import { linkDocumentId, type StoredLink } from './stored-link.ts';

type ConsentRooms = Pick<Credentials, 'store' | 'revocations' | 'audit' | 'now'>;

/**
 * What a person allowed an application: one document for each account and client. Codes and access tokens carry its
 * `consentId`, and end when that is revoked.
 */
export interface Consent {
  readonly consentId: string;
  /** Email address, lower case. */
  readonly account: string;
  readonly clientId: string;
  /** The GPII token whose preferences are shared. */
  readonly gpiiTokenHash: string;
  /** Ids of preference groups, sorted. */
  readonly groups: readonly string[];
  readonly givenAt: string;
}

/** What is allowed anew. */
export type NewConsent = Pick<Consent, 'account' | 'clientId' | 'gpiiTokenHash' | 'groups'>;

const consentPrefix = (account: string): string => `consent:${encodeURIComponent(account.toLowerCase())}:`;
const consentDocumentId = (account: string, clientId: string): string =>
  consentPrefix(account) + encodeURIComponent(clientId);

/** The consent in force: not taken back, its GPII token neither unlinked nor revoked. */
export async function findConsent(
  rooms: ConsentRooms,
  { account, clientId }: Pick<Consent, 'account' | 'clientId'>,
): Promise<Consent | undefined> {
  const found = await rooms.store.core.get<Consent>(consentDocumentId(account, clientId));
  return found !== undefined && (await isInForce(rooms, found.value)) ? found.value : undefined;
}

/** All consents of an account that are in force. */
export async function listConsents(rooms: ConsentRooms, account: string): Promise<readonly Consent[]> {
  const found = await rooms.store.core.listByPrefix<Consent>(consentPrefix(account));
  const inForce = await Promise.all(found.map(({ value }) => isInForce(rooms, value)));
  return found.filter((_each, index) => inForce[index]).map(({ value }) => value);
}

/**
 * Gives consent. The same as stands is kept; another takes its place, and what was issued under that ends at once, so
 * that sharing less counts from now on.
 *
 * @throws CredentialError `gpii_token_unknown` when the GPII token is not linked to the account (any more).
 */
export async function giveConsent(rooms: ConsentRooms, given: NewConsent, by: Actor): Promise<Consent> {
  const { store, audit, now } = rooms;
  const account = given.account.toLowerCase();
  const id = consentDocumentId(account, given.clientId);
  const groups = [...new Set(given.groups)].sort();
  for (;;) {
    const found = await store.core.get<Consent>(id);
    const before = found !== undefined && (await isInForce(rooms, found.value)) ? found.value : undefined;
    if (before !== undefined && isSame(before, { ...given, groups })) return before;
    const consentId = randomBytes(16).toString('hex');
    const consent: Consent = { ...given, account, groups, consentId, givenAt: now().toISOString() };
    // First: should we stop in between, the person is asked once more, and nothing is shared that should not be.
    if (found !== undefined) await end(rooms, found.value, { by, reason: 'consent given anew' });
    try {
      if (found === undefined) await store.core.create(id, consent);
      else await store.core.replace(id, found.revision, consent);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    // After it is stored: who unlinks at the same time sees this consent, or is seen here.
    if (!(await isInForce(rooms, consent))) {
      await end(rooms, consent, { by, reason: 'GPII token not linked' });
      throw new CredentialError('gpii_token_unknown', 'This GPII token is not linked to the account.');
    }
    await audit.append(by, {
      action: 'consent_given',
      subject: `credential:${consent.clientId}`,
      before: before && describe(before),
      after: describe(consent),
    });
    return consent;
  }
}

/**
 * Takes a consent back: codes and access tokens that came from it end at once.
 *
 * @returns What was taken back; undefined when there was nothing.
 */
export async function takeBackConsent(
  rooms: ConsentRooms,
  which: Pick<Consent, 'account' | 'clientId'>,
  by: Actor,
): Promise<Consent | undefined> {
  const consent = await findConsent(rooms, which);
  if (consent === undefined) return undefined;
  await end(rooms, consent, { by, reason: 'consent taken back' });
  await recordEnd(rooms, consent, by);
  return consent;
}

/** Ends what an account shares of one GPII token. */
export async function endConsentsFor(
  rooms: ConsentRooms,
  { account, gpiiTokenHash }: Pick<Consent, 'account' | 'gpiiTokenHash'>,
  by: Actor,
): Promise<void> {
  for (const { value } of await rooms.store.core.listByPrefix<Consent>(consentPrefix(account))) {
    if (value.gpiiTokenHash !== gpiiTokenHash || isRevoked(rooms, value)) continue;
    await end(rooms, value, { by, reason: 'GPII token unlinked' });
    await recordEnd(rooms, value, by);
  }
}

async function isInForce(rooms: ConsentRooms, consent: Consent): Promise<boolean> {
  if (isRevoked(rooms, consent) || rooms.revocations.find('gpiiToken', consent.gpiiTokenHash) !== undefined)
    return false;
  const link = await rooms.store.core.get<StoredLink>(linkDocumentId(consent.account, consent.gpiiTokenHash));
  return link !== undefined && link.value.unlinkedAt === undefined;
}

function isRevoked({ revocations }: ConsentRooms, { consentId }: Consent): boolean {
  return revocations.find('consent', consentId) !== undefined;
}

function isSame(consent: Consent, { gpiiTokenHash, groups }: NewConsent): boolean {
  return consent.gpiiTokenHash === gpiiTokenHash && JSON.stringify(consent.groups) === JSON.stringify(groups);
}

async function end(
  { revocations, now }: ConsentRooms,
  { consentId }: Consent,
  { by, reason }: { by: Actor; reason: string },
): Promise<void> {
  await revocations.revoke('consent', consentId, { revokedAt: now().toISOString(), revokedBy: by.actor, reason });
}

function recordEnd({ audit }: ConsentRooms, consent: Consent, by: Actor): Promise<void> {
  const subject = `credential:${consent.clientId}`;
  return audit.append(by, { action: 'consent_taken_back', subject, before: describe(consent) });
}

function describe({ account, gpiiTokenHash, groups }: Consent): object {
  return { account, gpiiToken: gpiiTokenHash, groups };
}
