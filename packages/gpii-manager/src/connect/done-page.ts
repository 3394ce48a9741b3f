import type { IncomingMessage, ServerResponse } from 'node:http';
import { chooseLanguage, LANGUAGE_COOKIE, readCookie, readDisplay, sendLonePage } from '@gpii/pages';
import { UI_WORDS, type UiWords } from '../ui/ui-visit.ts';

/** What the browser shows when it came back, in the person's language: this server is about to end. */
export function donePage(
  request: IncomingMessage,
  response: ServerResponse,
  outcome: keyof UiWords['connectDone'],
): void {
  const language = chooseLanguage(request, readCookie(request, LANGUAGE_COOKIE));
  const { connectDone, siteName } = UI_WORDS[language];
  const { title, text } = connectDone[outcome];
  sendLonePage(response, { language, display: readDisplay(request), siteName, title, text });
}
