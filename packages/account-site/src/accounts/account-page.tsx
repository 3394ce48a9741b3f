import { Actions, Button, Facts, Form, Notice, Section, TextField, type Page, type Problem } from '@gpii/pages';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { PASSWORD_LENGTH } from './account-fields.ts';
import { doneWords } from './done-words.ts';
import { AccountName } from './new-password.tsx';
import { SessionList } from './session-list.tsx';

/** What a form of the page was sent with, when it is shown again. */
interface Again {
  readonly problems: readonly Problem[];
  readonly name?: string;
}

/** The account of the person: name, password, sessions, closing it. */
export async function showAccount(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  return { page: await accountPage(visit, rooms, { problems: [] }) };
}

/** The page of the account, also with what has to be put right in one of its forms. */
export async function accountPage(visit: AccountVisit, rooms: SiteRooms, { problems, name }: Again): Promise<Page> {
  const { account, dates, words, href } = visit;
  const { account: accountWords } = words.accounts;
  const done = doneWords(accountWords.done, visit.query);
  const sessions = await rooms.sessions.list(account.email);
  return {
    title: accountWords.title,
    problems,
    body: (
      <>
        {done === undefined ? null : (
          <Notice tone="good" isStatus>
            <p>{done}</p>
          </Notice>
        )}
        <Facts
          facts={[
            [accountWords.email, account.email],
            [accountWords.since, dates.day(account.createdAt)],
          ]}
        />
        <NameForm visit={visit} name={name ?? account.name} problems={problems} />
        <PasswordForm visit={visit} problems={problems} />
        <SessionList visit={visit} sessions={sessions} />
        <Section id="close" heading={accountWords.closeHeading}>
          <p>{accountWords.closeLead}</p>
          <p>
            <a href={href('/account/close')}>{accountWords.close}</a>
          </p>
        </Section>
      </>
    ),
  };
}

interface PartProps {
  readonly visit: AccountVisit;
  readonly problems: readonly Problem[];
}

function NameForm({ visit, name, problems }: PartProps & { readonly name: string }): VNode {
  const { account: words, fields } = visit.words.accounts;
  const form = { view: visit.view, action: visit.href('/account'), problems, values: { name } };
  return (
    <Section id="your-name" heading={words.nameHeading}>
      <Form form={form}>
        <TextField form={form} name="name" label={fields.name} hint={fields.nameHint} autocomplete="name" />
        <Actions>
          <Button look="plain">{words.saveName}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function PasswordForm({ visit, problems }: PartProps): VNode {
  const { account: words, fields } = visit.words.accounts;
  const form = { view: visit.view, action: visit.href('/account/password'), problems, values: {} };
  return (
    <Section id="your-password" heading={words.passwordHeading}>
      <p>{words.passwordLead}</p>
      <Form form={form}>
        <AccountName email={visit.account.email} />
        <TextField
          form={form}
          name="current_password"
          type="password"
          label={words.currentPassword}
          autocomplete="current-password"
        />
        <TextField
          form={form}
          name="new_password"
          type="password"
          label={fields.newPassword}
          hint={fields.passwordHint(PASSWORD_LENGTH.least)}
          autocomplete="new-password"
        />
        <Actions>
          <Button look="plain">{words.savePassword}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
