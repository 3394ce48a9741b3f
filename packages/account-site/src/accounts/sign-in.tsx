import { Actions, Button, Form, Notice, sessionCookieFor, SignInFields, toSetCookie, type Page } from '@gpii/pages';
import { safeReturnPath } from '../return-path.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { Visit } from '../visit.ts';
import { comeIn } from './begin-session.ts';
import { doneWords } from './done-words.ts';

/** Name of the parameter, and of the field, that tells where somebody was going. */
const RETURN_TO = 'return_to';

/** Asks who the person is; who is signed in already goes on. */
export async function showSignIn(visit: Visit): Promise<Answer> {
  const goTo = safeReturnPath(visit.query.get(RETURN_TO), visit.href('/credentials'));
  if (visit.account !== undefined) return Promise.resolve({ goTo });
  return Promise.resolve({ page: signInPage(visit, { returnTo: goTo, email: '', wasRefused: false }) });
}

/** Begins a session, always a new one, and leads on to where the person was going. */
export async function signIn(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const { form, context } = visit;
  const returnTo = safeReturnPath(form.get(RETURN_TO), visit.href('/credentials'));
  const given = { email: (form.get('email') ?? '').trim(), password: form.get('password') ?? '' };
  const account = await rooms.signIn(given, context);
  if (account === undefined) {
    context.reason = 'password_wrong';
    return { page: signInPage(visit, { returnTo, email: given.email, wasRefused: true }), status: 401 };
  }
  await comeIn(visit, rooms, account);
  return { goTo: returnTo };
}

/** Ends the session here and now; the cookie is worth nothing any more. */
export async function signOut(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const { session, by } = visit;
  if (session !== undefined) await rooms.sessions.end(session, { by: by.actor, reason: 'signed out' });
  visit.cookies.push(toSetCookie(sessionCookieFor(rooms.publicUrl()), '', { maxAgeSeconds: 0 }));
  return { goTo: `${visit.href('/sign-in')}?done=signed-out` };
}

function signInPage(
  { words: { accounts }, view, href, query }: Visit,
  { returnTo, email, wasRefused }: { returnTo: string; email: string; wasRefused: boolean },
): Page {
  const words = accounts.signIn;
  const problems = wasRefused ? [{ field: 'email', words: words.refused }] : [];
  const done = doneWords(words.done, query);
  const form = { view, action: href('/sign-in'), problems, values: { email } };
  return {
    title: words.title,
    problems,
    body: (
      <>
        {done === undefined ? null : (
          <Notice tone="good" isStatus>
            <p>{done}</p>
          </Notice>
        )}
        <Form form={form}>
          <input type="hidden" name={RETURN_TO} value={returnTo} />
          <SignInFields form={form} />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </Form>
        <p>
          <a href={href('/register')}>{words.register}</a>
        </p>
        <p>
          <a href={href('/forgotten-password')}>{words.forgotten}</a>
        </p>
      </>
    ),
  };
}
