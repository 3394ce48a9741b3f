import { escapeHtml } from './escape-html.ts';
import { form, textField, type FormContext } from './form.ts';
import type { Page } from './send-page.ts';

const REFUSED = 'The email address and the password do not belong together. Check both and sign in again.';

/** Asks who the person is. */
export function signInPage(context: FormContext, wasRefused: boolean): Page {
  const problems = wasRefused ? [{ field: 'email', words: REFUSED }] : [];
  const fields =
    textField(
      { name: 'email', label: 'Email address', attributes: 'type="email" autocomplete="username" required' },
      problems,
    ) +
    textField(
      { name: 'password', label: 'Password', attributes: 'type="password" autocomplete="current-password" required' },
      problems,
    ) +
    '<div class="actions"><button type="submit">Sign in</button></div>';
  return {
    title: 'Sign in',
    problems,
    body: `<p>Sign in to go on to ${escapeHtml(context.clientName)}.</p>${form(context, fields)}`,
    formTarget: context.formTarget,
  };
}
