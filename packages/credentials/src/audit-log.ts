import { createHash, randomBytes } from 'node:crypto';
import { ConflictError, type Store } from '@gpii/store';

/** Who did something, and from where. */
export interface Actor {
  /** `operator:ada`, `account:ada@lib.example`, `client:536…-hgd…`; `unproven` where something wrong was presented. */
  readonly actor: string;
  /** Address that the request came from. */
  readonly address?: string | undefined;
  /** The `X-Request-Id` of the request, which its log line has as well. */
  readonly requestId?: string | undefined;
}

/** What can be done that leaves an audit record. Token issue leaves the record of the token itself (DESIGN §5). */
export type AuditAction =
  | 'account_created'
  | 'account_disabled'
  | 'account_signed_in'
  | 'sign_in_refused'
  | 'consent_given'
  | 'consent_taken_back'
  | 'backup_made'
  | 'credential_created'
  | 'credential_edited'
  | 'credential_revoked'
  | 'enrolment_key_created'
  | 'enrolment_key_revoked'
  | 'gpii_token_added'
  | 'gpii_token_linked'
  | 'gpii_token_revoked'
  | 'gpii_token_unlinked'
  | 'hand_over_approved'
  | 'hand_over_declined'
  | 'preferences_saved'
  | 'records_exported'
  | 'records_imported'
  | 'refused_burst'
  | 'secret_ended'
  | 'secret_handed_out'
  | 'secret_revoked'
  | 'secret_rotated';

/** What was done to what. `before` and `after` never hold a secret, a password, a GPII token or a hash of a secret. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** `credential:CLIENT_ID`, `account:EMAIL`, `gpiiToken:HASH`, …. */
  readonly subject: string;
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}

/** One line of the audit log. */
export interface AuditRecord extends AuditEntry, Actor {
  readonly id: string;
  readonly at: string;
}

/** What was done, for ever: records are added, and nothing edits or removes one. */
export interface AuditLog {
  /** Adds a record, and returns once that is stored: an act is done when its record is. */
  append(by: Actor, entry: AuditEntry): Promise<void>;
  /**
   * Adds the record of what happens once, at a known time: however often it is tried, there is one record.
   *
   * @param once - `key` names what happened.
   */
  appendOnce(by: Actor, entry: AuditEntry, once: { key: string; at: string }): Promise<void>;
  /** Newest first. `after` is the `next` of the page before; there is no further page without a `next`. */
  list(page?: { limit?: number; after?: string | undefined }): Promise<AuditPage>;
}

/** A page of the audit log. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  readonly next?: string;
}

const DEFAULT_PAGE_SIZE = 100;
/** Ids count down from here, because the store lists upwards and the newest is wanted first. */
const LAST_MS = 9_999_999_999_999;
const LAST_IN_MS = 999_999;

/** The audit log of a store. */
export function createAuditLog(store: Store, now: () => Date): AuditLog {
  const nextId = createIds(now);
  return {
    append: async ({ actor, address, requestId }, entry) => {
      const { id, at } = nextId();
      await store.audit.create(id, { at, actor, address, requestId, ...entry });
    },
    appendOnce: async ({ actor, address, requestId }, entry, { key, at }) => {
      try {
        await store.audit.create(idOf(key, at), { at, actor, address, requestId, ...entry });
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    },
    list: async ({ limit = DEFAULT_PAGE_SIZE, after } = {}) => {
      const options = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
      const found = await store.audit.listByPrefix<Omit<AuditRecord, 'id'>>('', options);
      const records = found.slice(0, limit).map(({ id, value }) => ({ id, ...value }));
      const last = records.at(-1);
      return found.length > limit && last !== undefined ? { records, next: last.id } : { records };
    },
  };
}

/** The same for the same: what was tried again meets its own record. */
function idOf(key: string, at: string): string {
  const time = String(LAST_MS - Date.parse(at)).padStart(13, '0');
  return `${time}-000000-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

/** Ids in the order of the calls, also within a millisecond and when the clock goes back; random, for other nodes. */
function createIds(now: () => Date): () => { id: string; at: string } {
  let lastMs = 0;
  let inMs = 0;
  return () => {
    const at = now();
    const isLater = at.getTime() > lastMs;
    inMs = isLater ? 0 : inMs + 1;
    lastMs = isLater ? at.getTime() : lastMs;
    const time = String(LAST_MS - lastMs).padStart(13, '0');
    const order = String(LAST_IN_MS - inMs).padStart(6, '0');
    return { id: `${time}-${order}-${randomBytes(6).toString('hex')}`, at: at.toISOString() };
  };
}
