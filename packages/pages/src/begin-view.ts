import type { IncomingMessage } from 'node:http';
import { readCookie, toSetCookie } from './cookies.ts';
import { DATES } from './dates.ts';
import { readDisplay } from './display.ts';
import { chooseLanguage, keepLanguage, LANGUAGE_COOKIE } from './language.ts';
import type { PageFiles } from './mount-assets.ts';
import { formTokenOf, makeVisitor, sessionCookieFor } from './own-form.ts';
import type { View } from './view.ts';
import { FRAME_WORDS } from './words.ts';

/** How somebody looks at a page, as far as the request alone tells. */
export interface BegunView {
  readonly view: View;
  /** The value of the session cookie that came; the browser of a first visit gets one. */
  readonly givenCookie: string | undefined;
  /** Set-Cookie headers that go with the answer. */
  readonly cookies: string[];
}

/** Reads how somebody looks at what, without asking the database: enough for a page that says what is wrong. */
export function beginView(
  request: IncomingMessage,
  { publicUrl, files }: { publicUrl: string; files: PageFiles },
): BegunView {
  const base = new URL(publicUrl).pathname.replace(/\/$/, '');
  const path = request.url ?? '/';
  const cookieName = sessionCookieFor(publicUrl);
  const givenCookie = readCookie(request, cookieName);
  const cookieValue = givenCookie ?? makeVisitor();
  const cookies = givenCookie === undefined ? [toSetCookie(cookieName, cookieValue)] : [];
  const wanted = new URLSearchParams(/\?(.*)$/s.exec(path)?.[1] ?? '').get('lang');
  const language = chooseLanguage(request, wanted ?? readCookie(request, LANGUAGE_COOKIE));
  if (wanted === language) cookies.push(keepLanguage(language));
  const hrefOf = (asset: string): string => `${base}/assets/${files.assets.pathOf(asset)}`;
  const view = {
    language,
    words: FRAME_WORDS[language],
    dates: DATES[language],
    display: readDisplay(request),
    assets: {
      style: hrefOf('style.css'),
      script: hrefOf('site.js'),
      uiOptions: { script: hrefOf('uio.js'), folder: `${base}/uio/${files.uiOptions.version}` },
    },
    base,
    account: undefined,
    navigation: [],
    formToken: formTokenOf(cookieValue),
    here: request.method === 'POST' ? undefined : base + path,
  };
  return { view, givenCookie, cookies };
}
