import { escapeHtml } from './escape-html.ts';
import type { Page } from './send-page.ts';

/** Says why this cannot go on. */
export function refusalPage(message: string): Page {
  const advice = '<p>Go back to the application and begin again. If this stays, tell its makers what stands here.</p>';
  return { title: 'This request does not work', body: `<p>${escapeHtml(message)}</p>${advice}` };
}
