import { closeAccount, listLiveCredentials } from '@gpii/credentials';
import {
  Actions,
  Button,
  Form,
  Notice,
  sessionCookieFor,
  TextField,
  toSetCookie,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';

/** So many credentials are named; of more, only how many they are. */
const NAMED = 50;

/** Says what closing the account ends, and asks for the password. */
export async function showCloseAccount(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  return { page: await closePage(visit, rooms, []) };
}

/** Revokes the client credentials of the account and closes it, for ever. */
export async function close(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, account, context, by } = visit;
  const given = { email: account.email, password: form.get('password') ?? '' };
  if ((await rooms.signIn(given, context)) === undefined) {
    context.reason = 'password_wrong';
    const problems = [{ field: 'password', words: words.accounts.close.passwordWrong }];
    return { page: await closePage(visit, rooms, problems), status: 422 };
  }
  await closeAccount(rooms, { email: account.email, reason: 'account closed' }, by);
  visit.cookies.push(toSetCookie(sessionCookieFor(rooms.publicUrl()), '', { maxAgeSeconds: 0 }));
  return { goTo: `${visit.href('/sign-in')}?done=closed` };
}

async function closePage(visit: AccountVisit, rooms: SiteRooms, problems: readonly Problem[]): Promise<Page> {
  const { view, href, account } = visit;
  const { close: words, account: accountWords } = visit.words.accounts;
  const credentials = await listLiveCredentials(rooms, account.email);
  const count = credentials.length;
  const form = { view, action: href('/account/close'), problems, values: {} };
  return {
    title: words.title,
    problems,
    back: { href: href('/account'), text: accountWords.title },
    body: (
      <>
        <Notice tone="danger">
          <p>{words.permanent}</p>
        </Notice>
        <p>{count === 0 ? words.none : words.some(count)}</p>
        {count === 0 ? null : (
          <ul>
            {credentials.slice(0, NAMED).map(({ clientId, name }) => (
              <li key={clientId}>{name}</li>
            ))}
            {count > NAMED ? <li>…</li> : null}
          </ul>
        )}
        <p>{words.stays}</p>
        <Form form={form}>
          <TextField
            form={form}
            name="password"
            type="password"
            label={words.password}
            autocomplete="current-password"
          />
          <Actions>
            <Button look="danger">{words.submit(count)}</Button>
            <a href={href('/account')}>{words.keep}</a>
          </Actions>
        </Form>
      </>
    ),
  };
}
