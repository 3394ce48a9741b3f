import type { IncomingMessage } from 'node:http';
import {
  chooseLanguage,
  DATES,
  formTokenOf,
  FRAME_WORDS,
  keepLanguage,
  LANGUAGE_COOKIE,
  readCookie,
  readDisplay,
  type PageFiles,
  type InEachLanguage,
  type View,
} from '@gpii/pages';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';

/** Words of the local page. */
export type UiWords = typeof en;
/** In each language. */
export const UI_WORDS: InEachLanguage<UiWords> = { en, fr };

/** One request to the local page. */
export interface UiVisit {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly words: UiWords;
  readonly view: View;
  readonly href: (path: string) => string;
  /** Set-Cookie headers that go with the answer. */
  readonly cookies: string[];
}

/** What every visit is read with. */
export interface UiFrame {
  /** What all addresses begin with. */
  readonly base: string;
  /** What the browser proves with. */
  readonly cookieValue: string;
  readonly files: PageFiles;
  readonly computerName: string;
}

/** Reads a request. */
export function readUiVisit(
  request: IncomingMessage,
  { base, cookieValue, files: { assets, uiOptions }, computerName }: UiFrame,
  form = new URLSearchParams(),
): UiVisit {
  const [full = '/', queryText = ''] = (request.url ?? '/').split('?', 2);
  const path = full.slice(base.length) || '/';
  const query = new URLSearchParams(queryText);
  const wanted = query.get('lang');
  const language = chooseLanguage(request, wanted ?? readCookie(request, LANGUAGE_COOKIE));
  const words = UI_WORDS[language];
  const href = (to: string): string => base + to;
  const item = (to: string, text: string) => ({ href: href(to), text, isCurrent: path === to });
  return {
    path,
    query,
    form,
    words,
    href,
    cookies: wanted === language ? [keepLanguage(language)] : [],
    view: {
      language,
      words: {
        ...FRAME_WORDS[language],
        siteName: words.siteName,
        organisation: words.onComputer(computerName),
      },
      dates: DATES[language],
      display: readDisplay(request),
      assets: {
        style: `${base}/assets/${assets.pathOf('style.css')}`,
        script: `${base}/assets/${assets.pathOf('site.js')}`,
        uiOptions: {
          script: `${base}/assets/${assets.pathOf('uio.js')}`,
          folder: `${base}/uio/${uiOptions.version}`,
        },
      },
      base,
      account: undefined,
      navigation: [
        item('/', words.navigation.here),
        item('/doctor', words.navigation.doctor),
        item('/log', words.navigation.log),
      ],
      formToken: formTokenOf(cookieValue),
      here: request.method === 'POST' ? undefined : base + path,
    },
  };
}
