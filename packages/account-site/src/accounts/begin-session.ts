import type { Account } from '@gpii/credentials';
import { sessionCookieFor, toSetCookie } from '@gpii/pages';
import type { SiteRooms } from '../site-rooms.ts';
import type { Visit } from '../visit.ts';

/** Signs a browser in, always with a new session; the one that it had ends. @returns The value of its cookie. */
export async function beginSession(
  visit: Visit,
  rooms: SiteRooms,
  { account, endsOld }: { account: Pick<Account, 'email'>; endsOld: string },
): Promise<string> {
  const { context, request, session } = visit;
  const value = await rooms.sessions.begin({
    account: account.email,
    address: context.clientAddress,
    userAgent: request.headers['user-agent'],
  });
  if (session !== undefined) await rooms.sessions.end(session, { by: `account:${account.email}`, reason: endsOld });
  visit.cookies.push(toSetCookie(sessionCookieFor(rooms.publicUrl()), value));
  return value;
}

/** As {@link beginSession}, for somebody who comes in: it leaves an audit record. */
export async function comeIn(visit: Visit, rooms: SiteRooms, account: Pick<Account, 'email'>): Promise<void> {
  await beginSession(visit, rooms, { account, endsOld: 'signed in again' });
  const actor = `account:${account.email}`;
  await rooms.audit.append({ ...visit.by, actor }, { action: 'account_signed_in', subject: actor });
}
