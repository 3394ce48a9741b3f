import type { IncomingMessage } from 'node:http';
import { findAccount, type Account, type Actor, type Session } from '@gpii/credentials';
import { beginView, type PageFiles, type Dates, type View } from '@gpii/pages';
import { rawQueryOf } from '@gpii/protocol';
import { contextOf, type RequestContext } from '@gpii/service-kit';
import { toNavigation } from './navigation.ts';
import type { SiteRooms } from './site-rooms.ts';
import { SITE_WORDS, type SiteWords } from './words.ts';

/** One request of a person: who looks, at what, in which language. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly context: RequestContext;
  /** Parameters of the address. */
  readonly query: URLSearchParams;
  /** Fields of the form that was sent; empty otherwise. */
  readonly form: URLSearchParams;
  /** Segments of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly session: Session | undefined;
  readonly account: Account | undefined;
  /** The value of the session cookie that came; the browser of a first visit gets one. */
  readonly givenCookie: string | undefined;
  /** Set-Cookie headers that go with the answer. */
  readonly cookies: string[];
  /** The person, for the audit log. */
  readonly by: Actor;
  readonly words: SiteWords;
  readonly dates: Dates;
  /** What the frame of the page is drawn from. */
  readonly view: View;
  /** An address of the site: its path, as browsers see it. */
  readonly href: (path: string) => string;
}

/** A visit of somebody who is signed in. */
export type AccountVisit = Visit & { readonly session: Session; readonly account: Account };

/** Reads how somebody looks at what, without asking the database: enough for a page that says what is wrong. */
export function beginVisit(
  request: IncomingMessage,
  { rooms, files, params }: { rooms: SiteRooms; files: PageFiles; params: Visit['params'] },
): Visit {
  const context = contextOf(request);
  const { view, givenCookie, cookies } = beginView(request, { publicUrl: rooms.publicUrl(), files });
  const href = (to: string): string => view.base + to;
  return {
    request,
    context,
    query: new URLSearchParams(rawQueryOf(request.url)),
    form: new URLSearchParams(),
    params,
    session: undefined,
    account: undefined,
    givenCookie,
    cookies,
    by: { actor: 'unproven', address: context.clientAddress, requestId: context.requestId },
    words: SITE_WORDS[view.language],
    dates: view.dates,
    href,
    view,
  };
}

/** Finds who it is; the same visit when nobody is signed in. */
export async function findVisitor(visit: Visit, rooms: SiteRooms): Promise<Visit> {
  const session = await rooms.sessions.find(visit.givenCookie);
  const account = session === undefined ? undefined : await findAccount(rooms, session.account);
  if (session === undefined || account === undefined) return visit;
  const pathname = (visit.request.url ?? '/').split('?', 1)[0] ?? '/';
  const navigation = toNavigation(visit.words.navigation, { href: visit.href, pathname });
  return {
    ...visit,
    session,
    account,
    by: { ...visit.by, actor: `account:${account.email}` },
    view: { ...visit.view, account, navigation },
  };
}
