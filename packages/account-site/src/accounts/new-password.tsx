import { findNewPasswordLink, setNewPassword } from '@gpii/credentials';
import { Actions, Button, Form, TextField, type Page, type Problem } from '@gpii/pages';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { Visit } from '../visit.ts';
import { checkNewPassword, PASSWORD_LENGTH } from './account-fields.ts';
import { comeIn } from './begin-session.ts';

/** Asks for the new password, where the mailed link still is good. */
export async function showNewPassword(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const token = visit.query.get('token') ?? '';
  const email = await findNewPasswordLink(rooms, token);
  if (email === undefined) return { page: gonePage(visit), status: 410 };
  return { page: newPasswordPage(visit, { token, email, problems: [] }) };
}

/** Saves it, ends all sessions of the account, and signs its person in. */
export async function saveNewPassword(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, by } = visit;
  const token = form.get('token') ?? '';
  const email = await findNewPasswordLink(rooms, token);
  if (email === undefined) return { page: gonePage(visit), status: 410 };
  const password = form.get('password') ?? '';
  const problems = checkNewPassword(words.accounts.fields, 'password', password);
  if (problems.length > 0) return { page: newPasswordPage(visit, { token, email, problems }), status: 422 };
  const account = await setNewPassword(rooms, { token, password }, by);
  if (account === undefined) return { page: gonePage(visit), status: 410 };
  await comeIn(visit, rooms, account);
  return { goTo: `${visit.href('/account')}?done=new-password` };
}

function newPasswordPage(
  { words: { accounts }, view, href }: Visit,
  { token, email, problems }: { token: string; email: string; problems: readonly Problem[] },
): Page {
  const { newPassword: words, fields } = accounts;
  const form = { view, action: href('/new-password'), problems, values: {} };
  return {
    title: words.title,
    problems,
    body: (
      <>
        <p>{words.forWhom(email)}</p>
        <Form form={form}>
          <input type="hidden" name="token" value={token} />
          <AccountName email={email} />
          <TextField
            form={form}
            name="password"
            type="password"
            label={fields.newPassword}
            hint={fields.passwordHint(PASSWORD_LENGTH.least)}
            autocomplete="new-password"
          />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** Tells password managers whose password it is. */
export function AccountName({ email }: { email: string }): VNode {
  return <input type="email" value={email} autocomplete="username" hidden readOnly />;
}

function gonePage({ words: { accounts }, href }: Visit): Page {
  const { gone, goneText, again } = accounts.newPassword;
  return {
    title: gone,
    body: (
      <>
        <p>{goneText}</p>
        <p>
          <a href={href('/forgotten-password')}>{again}</a>
        </p>
      </>
    ),
  };
}
