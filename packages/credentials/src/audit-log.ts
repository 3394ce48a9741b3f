import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '@gpii/store';
import { createAuditViews, isAuditId, type AuditView } from './audit-views.ts';
import { createUnlessThere } from './fill-once.ts';

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
  | 'account_renamed'
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
  | 'new_password_asked'
  | 'password_changed'
  | 'hand_over_approved'
  | 'hand_over_declined'
  | 'preferences_saved'
  | 'records_exported'
  | 'records_imported'
  | 'refused_burst'
  | 'registration_asked'
  | 'secret_ended'
  | 'secret_handed_out'
  | 'secret_revoked'
  | 'secret_rotated'
  | 'session_ended';

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
  list(page?: AuditPageQuery): Promise<AuditPage>;
  /**
   * What concerns one account or credential, newest first. The first look of all at a data folder that is older than
   * these lists has them made, and waits for that for a moment: `isGathering` until it is done.
   */
  listOf(view: AuditView, page?: AuditPageQuery): Promise<AuditPage & { readonly isGathering: boolean }>;
}

/** Which page of the audit log is wanted. */
export interface AuditPageQuery {
  readonly limit?: number;
  readonly after?: string | undefined;
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

/**
 * The audit log of a store.
 *
 * @param ownerOf - Whose a client credential is: what happens to it stands in the history of that account.
 */
export function createAuditLog(
  store: Store,
  now: () => Date,
  ownerOf: (clientId: string) => Promise<string | undefined> = () => Promise.resolve(undefined),
): AuditLog {
  const nextId = createIds(now);
  const views = createAuditViews({ store, now, ownerOf });
  return {
    append: async ({ actor, address, requestId }, entry) => {
      const { id, at } = nextId();
      const record = { at, actor, address, requestId, ...entry };
      const seenBy = await views.of(record);
      // Together: they leave as one batch.
      await Promise.all([store.audit.create(id, record), views.enter(seenBy, id)]);
    },
    appendOnce: async ({ actor, address, requestId }, entry, { key, at }) => {
      const id = idOf(key, at);
      const record = { at, actor, address, requestId, ...entry };
      const seenBy = await views.of(record);
      await Promise.all([createUnlessThere(() => store.audit.create(id, record)), views.enter(seenBy, id)]);
    },
    list: async ({ limit = DEFAULT_PAGE_SIZE, after } = {}) => {
      const options = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
      const found = await store.audit.listByPrefix<Omit<AuditRecord, 'id'>>('', options);
      return toPage(
        found.filter(({ id }) => isAuditId(id)).map(({ id, value }) => ({ id, ...value })),
        limit,
      );
    },
    listOf: async (view, { limit = DEFAULT_PAGE_SIZE, after } = {}) => {
      const isGathering = await views.gather();
      const ids = await views.list(view, { limit: limit + 1, after });
      const found = await Promise.all(ids.map((id) => store.audit.get<Omit<AuditRecord, 'id'>>(id)));
      const records = found.flatMap((one) => (one === undefined ? [] : [{ id: one.id, ...one.value }]));
      return { ...toPage(records, limit), isGathering };
    },
  };
}

/** One more than a page was read, which tells whether there is a next. */
function toPage(read: readonly AuditRecord[], limit: number): AuditPage {
  const records = read.slice(0, limit);
  const last = records.at(-1);
  return read.length > limit && last !== undefined ? { records, next: last.id } : { records };
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
