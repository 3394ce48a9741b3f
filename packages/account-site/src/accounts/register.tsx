import { askForRegistration } from '@gpii/credentials';
import { Actions, Button, Form, TextField, type Page, type Problem } from '@gpii/pages';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { Visit } from '../visit.ts';
import { checkEmail, checkName, checkNewPassword, lineOf, PASSWORD_LENGTH } from './account-fields.ts';
import { mailAboutRegistration } from './send-mail.ts';

/** Asks for address, name and password; who is signed in has an account. */
export function showRegister(visit: Visit): Promise<Answer> {
  if (visit.account !== undefined) return Promise.resolve({ goTo: visit.href('/account') });
  return Promise.resolve({ page: registerPage(visit, { email: '', name: '' }, []) });
}

/** Mails a link to the address. The answer is the same, and costs the same, whether or not it has an account. */
export async function register(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, context, by } = visit;
  const given = { email: lineOf(form, 'email'), name: lineOf(form, 'name') };
  const password = form.get('password') ?? '';
  const fields = words.accounts.fields;
  const problems = [
    ...checkEmail(fields, 'email', given.email),
    ...checkName(fields, 'name', given.name),
    ...checkNewPassword(fields, 'password', password),
  ];
  if (problems.length > 0) return { page: registerPage(visit, given, problems), status: 422 };
  const to = given.email.toLowerCase();
  await rooms.countMail(to, context);
  const asked = await askForRegistration(rooms, { ...given, password });
  await mailAboutRegistration(visit, rooms, { to, name: given.name, ...asked });
  const subject = asked.known === undefined ? 'account:unknown' : `account:${to}`;
  await rooms.audit.append(by, { action: 'registration_asked', subject });
  return { goTo: visit.href('/register/sent') };
}

/** Says where to look for the link. */
export function showRegistrationSent({ words: { accounts }, href }: Visit): Promise<Answer> {
  const { title, registration, again } = accounts.sent;
  const body = (
    <>
      {registration.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p>
        <a href={href('/register')}>{again}</a>
      </p>
    </>
  );
  return Promise.resolve({ page: { title, body } });
}

function registerPage(
  { words: { accounts }, view, href }: Visit,
  values: { email: string; name: string },
  problems: readonly Problem[],
): Page {
  const { register: words, fields } = accounts;
  const form = { view, action: href('/register'), problems, values };
  return {
    title: words.title,
    problems,
    body: (
      <>
        <p class="lead">{words.lead}</p>
        <Form form={form}>
          <TextField form={form} name="email" type="email" label={fields.email} autocomplete="username" />
          <TextField form={form} name="name" label={fields.name} hint={fields.nameHint} autocomplete="name" />
          <TextField
            form={form}
            name="password"
            type="password"
            label={fields.password}
            hint={fields.passwordHint(PASSWORD_LENGTH.least)}
            autocomplete="new-password"
          />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </Form>
        <p>
          <a href={href('/sign-in')}>{words.haveOne}</a>
        </p>
      </>
    ),
  };
}
