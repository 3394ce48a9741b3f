import type { IncomingMessage } from 'node:http';
import { readCookie } from '../cookies.ts';
import { DATES } from '../dates.ts';
import { readDisplay } from '../display.ts';
import { chooseLanguage, keepLanguage, LANGUAGE_COOKIE, type Language } from '../language.ts';
import type { Page } from '../layout.tsx';
import type { PageFiles } from '../mount-assets.ts';
import { formTokenOf } from '../own-form.ts';
import type { View } from '../view.ts';
import { FRAME_WORDS } from '../words.ts';

/** One request to a local page. */
export interface LocalVisit {
  /** Below the base. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly view: View;
  readonly href: (path: string) => string;
  /** Set-Cookie headers that go with the answer. */
  readonly cookies: string[];
}

/** What a local page answers with: a page, `view` where it is drawn in another way than the visit's; or where to go. */
export type LocalAnswer =
  { readonly page: Page; readonly status?: number; readonly view?: View } | { readonly goTo: string };

/** What stands around the pages. */
export interface LocalFrame {
  readonly siteName: string;
  /** Where one is: the computer. */
  readonly organisation: string;
  readonly navigation: readonly { readonly path: string; readonly text: string }[];
}

/** What every visit is read with. */
export interface LocalFrameParts {
  /** What all addresses begin with. */
  readonly base: string;
  /** What the browser proves with. */
  readonly cookieValue: string;
  readonly files: PageFiles;
  readonly frame: (language: Language) => LocalFrame;
}

/** Reads a request. */
export function readLocalVisit(
  request: IncomingMessage,
  { base, cookieValue, files: { assets, uiOptions }, frame }: LocalFrameParts,
  form = new URLSearchParams(),
): LocalVisit {
  const [full = '/', queryText = ''] = (request.url ?? '/').split('?', 2);
  const path = full.slice(base.length) || '/';
  const query = new URLSearchParams(queryText);
  const wanted = query.get('lang');
  const language = chooseLanguage(request, wanted ?? readCookie(request, LANGUAGE_COOKIE));
  const { siteName, organisation, navigation } = frame(language);
  const href = (to: string): string => base + to;
  const view = {
    language,
    words: { ...FRAME_WORDS[language], siteName, organisation },
    dates: DATES[language],
    display: readDisplay(request),
    assets: {
      style: href(`/assets/${assets.pathOf('style.css')}`),
      script: href(`/assets/${assets.pathOf('site.js')}`),
      uiOptions: { script: href(`/assets/${assets.pathOf('uio.js')}`), folder: href(`/uio/${uiOptions.version}`) },
    },
    base,
    account: undefined,
    navigation: navigation.map((item) => ({
      href: href(item.path),
      text: item.text,
      isCurrent: path === item.path,
    })),
    formToken: formTokenOf(cookieValue),
    here: request.method === 'POST' ? undefined : base + path,
  };
  return { path, query, form, href, view, cookies: wanted === language ? [keepLanguage(language)] : [] };
}
