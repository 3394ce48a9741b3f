import { askForNewPassword } from '@gpii/credentials';
import { Actions, Button, Form, TextField, type Page, type Problem } from '@gpii/pages';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { Visit } from '../visit.ts';
import { checkEmail, lineOf } from './account-fields.ts';
import { mailAboutNewPassword } from './send-mail.ts';

/** Asks which account it is. */
export function showForgottenPassword(visit: Visit): Promise<Answer> {
  return Promise.resolve({ page: forgottenPage(visit, visit.account?.email ?? '', []) });
}

/** Mails a link to the address, or that it has no account: the answer is the same, and costs the same. */
export async function sendPasswordLink(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, context, by } = visit;
  const email = lineOf(form, 'email');
  const problems = checkEmail(words.accounts.fields, 'email', email);
  if (problems.length > 0) return { page: forgottenPage(visit, email, problems), status: 422 };
  const to = email.toLowerCase();
  await rooms.countMail(to, context);
  const asked = await askForNewPassword(rooms, to);
  await mailAboutNewPassword(visit, rooms, { to, ...asked });
  const subject = asked.known === undefined ? 'account:unknown' : `account:${to}`;
  await rooms.audit.append({ ...by, actor: 'unproven' }, { action: 'new_password_asked', subject });
  return { goTo: visit.href('/forgotten-password/sent') };
}

/** Says where to look for the link. */
export function showPasswordLinkSent({ words: { accounts }, href }: Visit): Promise<Answer> {
  const { title, newPassword, again } = accounts.sent;
  const body = (
    <>
      {newPassword.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p>
        <a href={href('/forgotten-password')}>{again}</a>
      </p>
    </>
  );
  return Promise.resolve({ page: { title, body } });
}

function forgottenPage({ words: { accounts }, view, href }: Visit, email: string, problems: readonly Problem[]): Page {
  const { forgotten: words, fields, signIn } = accounts;
  const form = { view, action: href('/forgotten-password'), problems, values: { email } };
  return {
    title: words.title,
    problems,
    back: { href: href('/sign-in'), text: signIn.title },
    body: (
      <>
        <p>{words.lead}</p>
        <Form form={form}>
          <TextField form={form} name="email" type="email" label={fields.email} autocomplete="username" />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}
