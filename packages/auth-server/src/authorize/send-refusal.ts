import type { IncomingMessage, ServerResponse } from 'node:http';
import { PasswordQueueFullError } from '@gpii/credentials';
import { beginView, sendPage, type BegunView, type Page } from '@gpii/pages';
import { contextOf, Refusal } from '@gpii/service-kit';
import { StoreUnavailableError } from '@gpii/store';
import { passwordsWaiting } from '../passwords-waiting.ts';
import { PageRefusal, RedirectMismatch } from './authorization-refusals.ts';
import type { PageRooms } from './authorize-rooms.ts';
import { mismatchPage } from './pages/mismatch-page.tsx';
import { refusalPage, waitPage } from './pages/refusal-pages.tsx';
import { AUTHORIZE_WORDS } from './words/words.ts';

/**
 * Answers a refusal with a page that says what is wrong.
 *
 * @returns Whether it was one; what is our own mistake is not answered here.
 */
export async function sendRefusal(
  rooms: PageRooms,
  { request, response, error }: { request: IncomingMessage; response: ServerResponse; error: unknown },
): Promise<boolean> {
  const { view: seen, givenCookie } = beginView(request, { publicUrl: rooms.publicUrl(), files: rooms.files });
  // Nothing of a request that nobody vouches for stands on its page, not even in a link to the same in another language.
  const view = { ...seen, here: undefined };
  const context = contextOf(request);
  const refused = error instanceof PasswordQueueFullError ? passwordsWaiting(error) : error;
  if (refused instanceof Refusal) {
    context.reason = refused.reason;
    const { status, retryAfterSeconds: seconds } = refused;
    if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
    sendPage(response, { status, view, page: await toPage(rooms, { view, givenCookie }, refused) });
    return true;
  }
  if (!(refused instanceof StoreUnavailableError)) return false;
  context.reason = 'store_unavailable';
  const seconds = Math.ceil(refused.retryAfterSeconds);
  response.setHeader('Retry-After', String(seconds));
  const words = AUTHORIZE_WORDS[view.language];
  sendPage(response, { status: 503, view, page: waitPage(words, words.wait.databaseAway, seconds) });
  return true;
}

async function toPage(
  rooms: PageRooms,
  { view, givenCookie }: Pick<BegunView, 'view' | 'givenCookie'>,
  refused: Refusal,
): Promise<Page> {
  const words = AUTHORIZE_WORDS[view.language];
  const { retryAfterSeconds: seconds } = refused;
  if (seconds !== undefined) {
    const isBusy = refused.reason === 'passwords_waiting';
    return waitPage(words, isBusy ? words.wait.busy : words.wait.tooMany, seconds);
  }
  if (refused instanceof RedirectMismatch) {
    // Who asks without a session, or while the database is away, is nobody.
    const session = await rooms.sessions.find(givenCookie).catch(() => undefined);
    return mismatchPage({ view, words }, refused, session?.account === refused.client.owner);
  }
  return refusalPage(words, refused instanceof PageRefusal ? words.refusal.faults[refused.fault] : refused.message);
}
