import { Actions, Button, Form, SignInFields, type Page } from '@gpii/pages';
import type { PageContext } from './page-context.ts';

/** Asks who the person is. */
export function signInPage({ view, words, action, clientName, formTarget }: PageContext, wasRefused: boolean): Page {
  const { signIn } = words;
  const problems = wasRefused ? [{ field: 'email', words: signIn.refused }] : [];
  const form = { view, action, problems, values: {} };
  return {
    title: signIn.title,
    problems,
    formTarget,
    body: (
      <>
        <p>{signIn.goOnTo(clientName)}</p>
        <Form form={form}>
          <SignInFields form={form} />
          <Actions>
            <Button>{signIn.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}
