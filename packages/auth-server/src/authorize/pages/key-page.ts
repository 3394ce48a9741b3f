import { LINK_LABEL_MAX_LENGTH } from '@gpii/credentials';
import { GPII_TOKEN_MAX_LENGTH } from '@gpii/protocol';
import { escapeHtml } from './escape-html.ts';
import { form, textField, type FormContext } from './form.ts';
import type { Page, Problem } from './send-page.ts';

/** Asks for the first GPII key of an account: without one there is nothing to share. */
export function keyPage(context: FormContext, account: string, problems: readonly Problem[]): Page {
  const name = escapeHtml(context.clientName);
  return {
    title: 'Add your GPII key',
    problems,
    body:
      `<p>You are signed in as ${escapeHtml(account)}. ${name} asks to see your preferences, and this account has no GPII ` +
      'key yet. Your preferences stand under the key that you key in with: enter it once. Nothing is shared by that; ' +
      'you choose on the next page.</p>' +
      keyForm(context, problems) +
      form(
        context,
        '<div class="actions"><button class="plain" type="submit" name="decision" value="deny">Keep preferences private</button></div>',
      ),
    formTarget: context.formTarget,
  };
}

/** The form in which a GPII key is entered. What was typed never comes back in it. */
export function keyForm(context: FormContext, problems: readonly Problem[]): string {
  const key = {
    name: 'gpii_key',
    label: 'GPII key',
    hint: 'What is on your card, USB stick or QR code.',
    attributes: `type="text" maxlength="${GPII_TOKEN_MAX_LENGTH}" autocomplete="off" autocapitalize="none" spellcheck="false" required`,
  };
  const label = {
    name: 'key_name',
    label: 'Name for this key (optional)',
    hint: 'So that you know it again, such as: card in my wallet.',
    attributes: `type="text" maxlength="${LINK_LABEL_MAX_LENGTH}" autocomplete="off"`,
  };
  return form(
    context,
    textField(key, problems) +
      textField(label, problems) +
      '<div class="actions"><button type="submit" name="decision" value="link">Add this GPII key</button></div>',
  );
}
