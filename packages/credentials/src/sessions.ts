import { createHash, randomBytes } from 'node:crypto';
import { ConflictError, type Store } from '@gpii/store';
import { revocationEndFor, type Revocations } from './revocations.ts';

/** Somebody who is signed in, in one browser. */
export interface Session {
  /** Names it in lists and forms: a digest, by which nobody can sign in. */
  readonly sessionId: string;
  /** Email address of the account. */
  readonly account: string;
  readonly startedAt: string;
  readonly expiresAtMs: number;
  /** Address that it was begun from. */
  readonly address?: string;
  /** What the browser said it is. */
  readonly userAgent?: string;
}

/** What a session is begun with. */
export interface NewSession {
  readonly account: string;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** Sessions of people, known by the value of their cookie. Good on each node, ended at once on all. */
export interface Sessions {
  /** Begins a session, always a new one: the person has just proved who it is. @returns The value of its cookie. */
  begin(session: NewSession): Promise<string>;
  /** The session; undefined when it is unknown, ended or over, or when this is the cookie of somebody not signed in. */
  find(cookieValue: string | undefined): Promise<Session | undefined>;
  /** The sessions of an account that are good, the newest first. */
  list(account: string): Promise<readonly Session[]>;
  /** Ends one: nothing takes it back. Returns once that is stored. */
  end(session: Pick<Session, 'sessionId' | 'expiresAtMs'>, how: { by: string; reason: string }): Promise<void>;
  /** Ends all of an account, but for the one that is named. @returns How many. */
  endAll(account: string, how: { by: string; reason: string; except?: string }): Promise<number>;
}

const SESSION_MS = 8 * 3600 * 1000;
/** Buckets may be made for access tokens of a minute: sessions that end within an hour share one all the same. */
const BUCKET_MS = 3600 * 1000;
/** The list of an account is one document: it keeps the newest, and older ones end. */
const LIST_LENGTH = 50;
const USER_AGENT_MAX_LENGTH = 200;
const FORM = /^([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;

interface SessionList {
  readonly sessions: readonly Session[];
}

/** Sessions in the time buckets of the store, by SHA-256: gone with their bucket, their account or their revocation. */
export function createSessions({
  store,
  revocations,
  now,
}: {
  store: Store;
  revocations: Revocations;
  now: () => Date;
}): Sessions {
  const isGood = ({ sessionId, account, expiresAtMs }: Session): boolean =>
    expiresAtMs > now().getTime() &&
    revocations.find('session', sessionId) === undefined &&
    revocations.find('account', account) === undefined;

  const end: Sessions['end'] = ({ sessionId, expiresAtMs }, { by, reason }) =>
    revocations.revoke('session', sessionId, {
      revokedAt: now().toISOString(),
      revokedBy: by,
      reason,
      expiresAt: revocationEndFor(expiresAtMs),
    });

  async function list(account: string): Promise<readonly Session[]> {
    await store.feed?.catchUp();
    return ((await store.core.get<SessionList>(listId(account)))?.value.sessions ?? []).filter(isGood);
  }

  async function enlist(session: Session): Promise<void> {
    const id = listId(session.account);
    for (;;) {
      const found = await store.core.get<SessionList>(id);
      const others = (found?.value.sessions ?? []).filter(isGood);
      const newest: SessionList = { sessions: [session, ...others].slice(0, LIST_LENGTH) };
      // What is on no list could not be ended any more.
      const by = `account:${session.account}`;
      for (const old of others.slice(LIST_LENGTH - 1)) await end(old, { by, reason: 'too many sessions' });
      try {
        if (found === undefined) await store.core.create(id, newest);
        else await store.core.replace(id, found.revision, newest);
        return;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
  }

  return {
    begin: async ({ account, address, userAgent }) => {
      const startedAt = now();
      const expiresAtMs = startedAt.getTime() + SESSION_MS;
      const bucketName = store.accessTokens.bucketNameFor(bucketEndFor(expiresAtMs));
      const value = `${bucketName}_${randomBytes(32).toString('base64url')}`;
      const session: Session = {
        sessionId: digest(value),
        account: account.toLowerCase(),
        startedAt: startedAt.toISOString(),
        expiresAtMs,
        ...(address === undefined ? {} : { address }),
        ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, USER_AGENT_MAX_LENGTH) }),
      };
      // Listed first: a session that is good can always be seen and ended.
      await enlist(session);
      await store.accessTokens.create(bucketName, `session:${session.sessionId}`, session);
      return value;
    },
    find: async (cookieValue) => {
      const bucketName = FORM.exec(cookieValue ?? '')?.[1];
      if (cookieValue === undefined || bucketName === undefined) return undefined;
      await store.feed?.catchUp();
      const session = await store.accessTokens.get<Session>(bucketName, `session:${digest(cookieValue)}`);
      return session !== undefined && isGood(session) ? session : undefined;
    },
    list,
    end,
    endAll: async (account, { by, reason, except }) => {
      const others = (await list(account)).filter(({ sessionId }) => sessionId !== except);
      await Promise.all(others.map((session) => end(session, { by, reason })));
      return others.length;
    },
  };
}

/** The end of the bucket for what ends with a session. */
export function bucketEndFor(expiresAtMs: number): Date {
  return new Date(Math.ceil(expiresAtMs / BUCKET_MS) * BUCKET_MS);
}

const listId = (account: string): string => `sessions:${account.toLowerCase()}`;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
