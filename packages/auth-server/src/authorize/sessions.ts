import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Revocations } from '@gpii/credentials';
import type { Store } from '@gpii/store';

/** Who is signed in. */
interface Session {
  /** Email address of the account. */
  readonly account: string;
  readonly expiresAtMs: number;
}

/** Sessions of people, known by the value of their cookie. */
export interface Sessions {
  /** Begins a session, always a new one. @returns The value of its cookie. */
  begin(account: string): Promise<string>;
  /** The session; undefined when it is unknown or over, or when this is the cookie of somebody not signed in. */
  find(cookieValue: string | undefined): Promise<Session | undefined>;
}

const SESSION_MS = 8 * 3600 * 1000;
/** Buckets may be made for access tokens of a minute: sessions that end within an hour share one all the same. */
const BUCKET_MS = 3600 * 1000;
const FORM = /^([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;

/** Sessions in the time buckets of the store, by SHA-256: good on each node, gone with their bucket or their account. */
export function createSessions({
  store,
  revocations,
  now,
}: {
  store: Store;
  revocations: Revocations;
  now: () => Date;
}): Sessions {
  return {
    begin: async (account) => {
      const expiresAtMs = now().getTime() + SESSION_MS;
      const bucketName = store.accessTokens.bucketNameFor(new Date(Math.ceil(expiresAtMs / BUCKET_MS) * BUCKET_MS));
      const value = `${bucketName}_${makeVisitor()}`;
      await store.accessTokens.create(bucketName, `session:${digest(value)}`, { account, expiresAtMs });
      return value;
    },
    find: async (cookieValue) => {
      const bucketName = FORM.exec(cookieValue ?? '')?.[1];
      if (cookieValue === undefined || bucketName === undefined) return undefined;
      await store.feed?.catchUp();
      const session = await store.accessTokens.get<Session>(bucketName, `session:${digest(cookieValue)}`);
      if (session === undefined || session.expiresAtMs <= now().getTime()) return undefined;
      return revocations.find('account', session.account) === undefined ? session : undefined;
    },
  };
}

/** The cookie of somebody who is not signed in: nothing is stored for it, but a form can be bound to it. */
export function makeVisitor(): string {
  return randomBytes(32).toString('base64url');
}

/** The name of the cookie. Under https no other host and no plain page can set it. */
export function cookieNameFor(issuer: string): string {
  return issuer.startsWith('https:') ? '__Host-gpii_session' : 'gpii_session';
}

/** The value of our cookie in a request. */
export function readCookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The Set-Cookie header for a value. */
export function toSetCookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${name.startsWith('__Host-') ? '; Secure' : ''}`;
}

/** What a form carries to prove that it comes from a page that was shown under this cookie. */
export function formTokenOf(cookieValue: string): string {
  return digest(`form:${cookieValue}`);
}

/** Whether a form was sent from a page of ours, by the browser that it was shown to. */
export function isOwnForm(
  request: IncomingMessage,
  { cookieValue, formToken, issuer }: { cookieValue: string | undefined; formToken: string; issuer: string },
): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  // Our pages send no referrer, so browsers say "null" here.
  if (origin !== undefined && origin !== 'null' && origin !== new URL(issuer).origin) return false;
  if (cookieValue === undefined) return false;
  const [expected, presented] = [Buffer.from(formTokenOf(cookieValue)), Buffer.from(formToken)];
  return expected.length === presented.length && timingSafeEqual(expected, presented);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
