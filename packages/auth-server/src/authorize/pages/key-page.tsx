import { Actions, Button, Form, KeyFields, SHARING_WORDS, type Page, type Problem } from '@gpii/pages';
import type { VNode } from 'preact';
import type { PageContext } from './page-context.ts';

/** Asks for the first GPII key of an account: without one there is nothing to share. */
export function keyPage(context: PageContext, account: string, problems: readonly Problem[]): Page {
  const { view, words, action, clientName, formTarget } = context;
  return {
    title: words.addKey.title,
    problems,
    formTarget,
    body: (
      <>
        <p>{words.addKey.why(account, clientName)}</p>
        <KeyForm context={context} problems={problems} />
        <Form form={{ view, action, problems: [], values: {} }}>
          <Actions>
            <Button look="plain" name="decision" value="deny">
              {words.share.keepPrivate}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** The form in which a GPII key is entered. */
export function KeyForm({ context, problems }: { context: PageContext; problems: readonly Problem[] }): VNode {
  const { view, action } = context;
  const form = { view, action, problems, values: {} };
  return (
    <Form form={form}>
      <KeyFields form={form} />
      <Actions>
        <Button name="decision" value="link">
          {SHARING_WORDS[view.language].keyForm.submit}
        </Button>
      </Actions>
    </Form>
  );
}
