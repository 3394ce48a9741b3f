import { Actions, Button, Form, Notice, SignInFields, TextArea, TextField, type Page, type Problem } from '@gpii/pages';
import type { UiVisit } from './ui-visit.ts';

/** Option 1. Nothing of what was pasted is shown again: it is secret. */
export function setPage(visit: UiVisit, problems: readonly Problem[]): Page {
  const words = visit.words.set;
  const form = { view: visit.view, action: visit.href('/set'), problems, values: {} };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    problems,
    body: (
      <Form form={form}>
        <TextArea form={form} name="credential" label={words.label} hint={words.hint} rows={8} />
        <Actions>
          <Button>{words.submit}</Button>
        </Actions>
      </Form>
    ),
  };
}

/** Option 2. */
export function signInPage(visit: UiVisit, { email, problems }: { email: string; problems: readonly Problem[] }): Page {
  const words = visit.words.signIn;
  const form = { view: visit.view, action: visit.href('/sign-in'), problems, values: { email } };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    problems,
    body: (
      <>
        <Notice tone="warn">
          <p>{words.warning}</p>
        </Notice>
        <Form form={form}>
          <SignInFields form={form} />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** An enrolment key, as a disk image has it. What was entered never comes back. */
export function enrolPage(visit: UiVisit, problems: readonly Problem[]): Page {
  const words = visit.words.enrol;
  const form = { view: visit.view, action: visit.href('/enrol'), problems, values: {} };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    problems,
    body: (
      <Form form={form}>
        <TextField form={form} name="enrolment_key" label={words.label} hint={words.hint} isCode />
        <Actions>
          <Button>{words.submit}</Button>
        </Actions>
      </Form>
    ),
  };
}

/** Asks before something is done. */
export function confirmPage(visit: UiVisit, what: 'rotate' | 'revoke' | 'forget'): Page {
  const words = visit.words[what];
  const form = { view: visit.view, action: visit.href(`/${what}`), problems: [], values: {} };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    body: (
      <>
        <p>{words.text}</p>
        <Form form={form}>
          <Actions>
            <Button look={what === 'revoke' ? 'danger' : 'main'}>{words.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** Option 3, the last step: is this what was meant? */
export function usePage(visit: UiVisit, { name, account }: { name: string; account: string | undefined }): Page {
  const words = visit.words.use;
  const form = { view: visit.view, action: visit.href('/use'), problems: [], values: {} };
  return {
    title: words.title,
    body: (
      <>
        <p>{words.text(name, account ?? words.someone)}</p>
        <Form form={form}>
          <Actions>
            <Button name="decision" value="use">
              {words.yes}
            </Button>
            <Button look="plain" name="decision" value="leave">
              {words.no}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  };
}
