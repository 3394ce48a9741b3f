import { hash } from 'node:crypto';
import type { AuditLog } from '@gpii/credentials';
import { addressKeyOf } from './address-key.ts';
import { createBurstRecords, type Presenter } from './burst-records.ts';
import { createMailLimit } from './mail-limit.ts';
import { tooMany } from './too-many.ts';
import { createUnknownGpiiTokens, type GpiiTokenAsker } from './unknown-gpii-tokens.ts';
import { createWindowCounts, type WindowCounts } from './window-counts.ts';

/** How much is too much. 0 turns a limit off. */
export interface LimitSettings {
  /** Wrong secrets, codes and passwords for one name from one address, in a minute. */
  readonly failuresPerMinute: number;
  /** The same for all names together. */
  readonly failuresPerAddressPerMinute: number;
  /** Wrong passwords for one account from all addresses, in an hour. */
  readonly signInFailuresPerHour: number;
  /** Different GPII tokens that nobody has, for one client secret, in an hour. */
  readonly unknownGpiiTokensPerHour: number;
  /** Mails to one mail address that one address asks for, in an hour; four times that from all. */
  readonly mailsPerHour: number;
  /** Mails that one address asks for, in an hour. */
  readonly mailsPerAddressPerHour: number;
}

/** Something wrong that was presented. */
export interface Failure {
  /** `credential:CLIENT_ID`, `account:EMAIL`, `enrolmentKey`, `handOverCode`: what it was presented for. */
  readonly name: string;
  /** Of a name that nobody has, nothing is recorded: it may be a secret in the wrong field. */
  readonly isKnown: boolean;
}

/**
 * The limits of the cloud. Only what is wrong counts, and for secrets and codes the check comes first, so that whoever
 * presents the right one never meets a limit, whatever neighbours do; a good request looks nothing up here.
 * Passwords are short and slow to check: their limit comes before (docs/decisions/0016).
 *
 * Every method that refuses throws a TokenError 429 `slow_down` with the seconds to wait.
 */
export interface Limits {
  /** Counts a wrong secret, code or key. Returns while it is not too many. */
  countFailure(failure: Failure, from: Presenter): Promise<void>;
  /** Returns while another password may be tried for an account. */
  checkSignIn(name: string, from: Presenter): void;
  /** Counts a wrong password. */
  countSignInFailure(failure: Failure, from: Presenter): Promise<void>;
  /** Counts a mail that somebody asks for, known to us or not. Returns while it is not too many. */
  countMail(to: string, from: Presenter): Promise<void>;
  /** Returns while whoever has this id may learn that a GPII token is known. */
  checkGpiiToken(askerId: string, gpiiTokenHash: string): void;
  /** Counts a GPII token that is unknown, or was revoked. */
  countUnknownGpiiToken(asker: GpiiTokenAsker, gpiiTokenHash: string, from: Presenter): Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Of each of the tables: two generations of 8192, up to which a Map of V8 takes no more room than it needs. */
const CAPACITY = 16_384;
/** Tries that an address still has while an account is guessed from elsewhere: its owner may be there. */
const TRIES_BESIDE_OTHERS = 3;

/** Limits with nothing counted yet. */
export function createLimits({
  settings,
  audit,
  monotonicMs = () => performance.now(),
}: {
  settings: LimitSettings;
  audit: AuditLog;
  monotonicMs?: () => number;
}): Limits {
  const countsOver = (windowMs: number): WindowCounts =>
    createWindowCounts({ windowMs, capacity: CAPACITY, monotonicMs });
  const [pairs, addresses] = [countsOver(MINUTE_MS), countsOver(MINUTE_MS)];
  const [accounts, accountPairs] = [countsOver(HOUR_MS), countsOver(HOUR_MS)];
  const recordBurst = createBurstRecords(audit, monotonicMs);
  const { failuresPerMinute, failuresPerAddressPerMinute, signInFailuresPerHour } = settings;

  async function countFailure({ name, isKnown }: Failure, from: Presenter): Promise<void> {
    const address = addressKeyOf(from.clientAddress);
    if (failuresPerAddressPerMinute > 0) {
      const window = addresses.add(address);
      if (window.count > failuresPerAddressPerMinute) {
        const reason = 'too_many_failures_from_address';
        const subject = `address:${address}`;
        await recordBurst(window, { reason, limit: failuresPerAddressPerMinute, subject }, from);
        throw tooMany(reason, window, monotonicMs());
      }
    }
    if (failuresPerMinute === 0) return;
    const window = pairs.add(pairKeyOf(name, address));
    if (window.count <= failuresPerMinute) return;
    const reason = 'too_many_failures';
    await recordBurst(window, { reason, limit: failuresPerMinute, subject: toSubject(name, isKnown) }, from);
    throw tooMany(reason, window, monotonicMs());
  }

  return {
    countMail: createMailLimit({ settings, recordBurst, monotonicMs }),
    ...createUnknownGpiiTokens({ limit: settings.unknownGpiiTokensPerHour, recordBurst, monotonicMs }),
    countFailure,
    checkSignIn: (name, { clientAddress }) => {
      const pairKey = pairKeyOf(name, addressKeyOf(clientAddress));
      const own = pairs.find(pairKey);
      if (failuresPerMinute > 0 && own !== undefined && own.count > failuresPerMinute) {
        throw tooMany('too_many_failures', own, monotonicMs());
      }
      if (signInFailuresPerHour === 0) return;
      const all = accounts.find(nameKeyOf(name));
      if (all === undefined || all.count < signInFailuresPerHour) return;
      const ownTries = accountPairs.find(pairKey);
      if (ownTries === undefined || ownTries.count < TRIES_BESIDE_OTHERS) return;
      throw tooMany('too_many_sign_in_failures', ownTries, monotonicMs());
    },
    countSignInFailure: async (failure, from) => {
      const { name, isKnown } = failure;
      accountPairs.add(pairKeyOf(name, addressKeyOf(from.clientAddress)));
      const window = accounts.add(nameKeyOf(name));
      await countFailure(failure, from);
      if (signInFailuresPerHour === 0 || window.count <= signInFailuresPerHour) return;
      const reason = 'too_many_sign_in_failures';
      await recordBurst(window, { reason, limit: signInFailuresPerHour, subject: toSubject(name, isKnown) }, from);
      throw tooMany(reason, window, monotonicMs());
    },
  };
}

/** Names are as long as whoever sends them likes; keys are not. */
function nameKeyOf(name: string): string {
  return hash('sha256', name, 'base64url');
}

function pairKeyOf(name: string, addressKey: string): string {
  return nameKeyOf(`${addressKey} ${name}`);
}

function toSubject(name: string, isKnown: boolean): string {
  return isKnown ? name : `${/^\w+/.exec(name)?.[0] ?? ''}:unknown`;
}
