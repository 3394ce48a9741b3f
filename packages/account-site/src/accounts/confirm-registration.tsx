import { confirmRegistration, CredentialError, findRegistration } from '@gpii/credentials';
import { Actions, Button, Form, type Page } from '@gpii/pages';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { Visit } from '../visit.ts';
import { comeIn } from './begin-session.ts';

/**
 * Asks whether the account is to be created. Programs that look through mails follow links, and some run scripts: only a
 * press of the button creates it (docs/decisions/0032).
 */
export async function showConfirm(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const token = visit.query.get('token') ?? '';
  const found = await findRegistration(rooms, token);
  if (found === undefined) return { page: gonePage(visit), status: 410 };
  if (found.isDone) return { page: existsPage(visit, found.email) };
  return { page: confirmPage(visit, { token, email: found.email }) };
}

/** Creates the account, and signs its person in. */
export async function confirm(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const token = visit.form.get('token') ?? '';
  try {
    const account = await confirmRegistration(rooms, token, visit.by);
    if (account === undefined) return { page: gonePage(visit), status: 410 };
    await comeIn(visit, rooms, account);
    return { goTo: `${visit.href('/credentials')}?done=registered` };
  } catch (error) {
    if (!(error instanceof CredentialError && error.reason === 'account_exists')) throw error;
    const found = await findRegistration(rooms, token);
    return { page: existsPage(visit, found?.email ?? ''), status: 409 };
  }
}

function confirmPage({ words, view, href }: Visit, { token, email }: { token: string; email: string }): Page {
  const { confirm: confirmWords } = words.accounts;
  const form = { view, action: href('/register/confirm'), problems: [], values: {} };
  return {
    title: confirmWords.title,
    body: (
      <>
        <p>{confirmWords.ask(email)}</p>
        <Form form={form}>
          <input type="hidden" name="token" value={token} />
          <Actions>
            <Button>{confirmWords.submit}</Button>
          </Actions>
        </Form>
        <p>{confirmWords.notYou}</p>
      </>
    ),
  };
}

function gonePage({ words: { accounts }, href }: Visit): Page {
  const { gone, goneText } = accounts.confirm;
  return {
    title: gone,
    body: (
      <>
        <p>{goneText}</p>
        <p>
          <a href={href('/register')}>{accounts.register.title}</a>
        </p>
      </>
    ),
  };
}

function existsPage({ words: { accounts }, href }: Visit, email: string): Page {
  const { exists, existsText } = accounts.confirm;
  return {
    title: exists,
    body: (
      <>
        <p>{existsText(email)}</p>
        <p>
          <a href={href('/sign-in')}>{accounts.signIn.submit}</a>
        </p>
      </>
    ),
  };
}
