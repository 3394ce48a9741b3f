import {
  listEnrolmentKeys,
  listOwnCredentials,
  showCredential,
  type EnrolmentKeySummary,
  type OwnCredential,
  type SecretSummary,
} from '@gpii/credentials';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { AccountVisit } from '../visit.ts';

/** An enrolment key with the credential that computers enrol for. */
export interface OwnKey extends EnrolmentKeySummary {
  readonly credential: OwnCredential;
}

/** Credentials of an account that computers can have. */
export async function listForComputers(rooms: SiteRooms, { account }: AccountVisit): Promise<readonly OwnCredential[]> {
  const own = await listOwnCredentials(rooms, account.email);
  return own.filter(({ type }) => type === 'installed');
}

/** Enrolment keys of an account, the newest first. */
export async function listOwnKeys(rooms: SiteRooms, visit: AccountVisit): Promise<readonly OwnKey[]> {
  const [credentials, keys] = await Promise.all([listForComputers(rooms, visit), listEnrolmentKeys(rooms)]);
  const byId = new Map(credentials.map((credential) => [credential.clientId, credential]));
  return keys
    .flatMap((key) => {
      const credential = byId.get(key.clientId);
      return credential === undefined ? [] : [{ ...key, credential }];
    })
    .reverse();
}

/**
 * The enrolment key that the address names.
 *
 * @throws Refusal 404 when the account has none of this name.
 */
export async function findOwnKey(rooms: SiteRooms, visit: AccountVisit): Promise<OwnKey> {
  const key = (await listOwnKeys(rooms, visit)).find(({ keyId }) => keyId === visit.params.id);
  if (key === undefined) throw notThere();
  return key;
}

/** Secrets of the computers that enrolled with a key. */
export async function listEnrolled(rooms: SiteRooms, key: OwnKey): Promise<readonly SecretSummary[]> {
  const { secrets } = await showCredential(rooms, key.clientId);
  return secrets.filter(({ enrolmentKeyId }) => enrolmentKeyId === key.keyId);
}

/** What a key can still do. */
export type KeyState = 'good' | 'usedUp' | 'over' | 'revoked';

/** Revoked is said before the others: somebody did that. */
export function stateOf({ revocation, endsAt, usesLeft }: EnrolmentKeySummary, now: Date): KeyState {
  if (revocation !== undefined) return 'revoked';
  if (Date.parse(endsAt) <= now.getTime()) return 'over';
  return usesLeft === 0 ? 'usedUp' : 'good';
}
