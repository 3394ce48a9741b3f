import type { Account, Actor, Credentials } from '@gpii/credentials';
import type { RequestContext } from '@gpii/service-kit';
import type { Mailer } from './mail/mailer.ts';

/** Where a try came from. */
export type Origin = Pick<RequestContext, 'clientAddress' | 'requestId'>;

/** What the website works with. */
export interface SiteRooms extends Credentials {
  /** Address under which people reach the cloud, without a slash at its end. */
  readonly publicUrl: () => string;
  /** What people call a program, by its solution id; undefined where nobody knows. */
  readonly nameApplication: (solutionId: string) => string | undefined;
  /**
   * The account of an email address and password; undefined when they do not belong together. A refused try leaves an
   * audit record.
   *
   * @throws Refusal 429 after too many wrong ones; PasswordQueueFullError.
   */
  readonly signIn: (given: { email: string; password: string }, from: Origin) => Promise<Account | undefined>;
  readonly mailer: Mailer;
  /**
   * Counts a mail that somebody asks for.
   *
   * @throws Refusal 429 when there were too many to this address, or asked for by this person.
   */
  readonly countMail: (to: string, from: Origin) => Promise<void>;
  /**
   * Links a GPII key, as it was entered, to an account. What is wrong is a problem of one of the two fields.
   *
   * @throws Refusal 429 after too many unknown keys for one account.
   */
  readonly linkKey: (
    given: { account: string; gpiiKey: string; label: string },
    by: Actor,
    from: Origin,
  ) => Promise<'linked' | 'key_missing' | 'key_unknown' | 'label_too_long'>;
}
