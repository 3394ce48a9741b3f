import { escapeHtml } from './escape-html.ts';
import type { Page } from './send-page.ts';

/** Says that this goes on later. */
export function waitPage({
  message,
  retryAfterSeconds = 60,
}: {
  message: string;
  retryAfterSeconds?: number | undefined;
}): Page {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const when = minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
  const body = `<p>${escapeHtml(message)}.</p><p>Go back and try again ${when}. Nothing else is changed.</p>`;
  return { title: 'Please wait', body };
}
