import type { IncomingMessage } from 'node:http';
import {
  chooseLanguage,
  DATES,
  formTokenOf,
  FRAME_WORDS,
  LANGUAGE_COOKIE,
  readCookie,
  readDisplay,
  type Assets,
  type InEachLanguage,
  type View,
} from '@gpii/pages';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';

/** Words of the local page. */
export type UiWords = typeof en;
const WORDS: InEachLanguage<UiWords> = { en, fr };

/** One request to the local page. */
export interface UiVisit {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly words: UiWords;
  readonly view: View;
  readonly href: (path: string) => string;
}

/** Reads a request. `base` is what all addresses begin with, `cookieValue` what the browser proved with. */
export function readUiVisit(
  request: IncomingMessage,
  { base, cookieValue, assets, form }: { base: string; cookieValue: string; assets: Assets; form: URLSearchParams },
): UiVisit {
  const [full = '/', queryText = ''] = (request.url ?? '/').split('?', 2);
  const path = full.slice(base.length) || '/';
  const query = new URLSearchParams(queryText);
  const language = chooseLanguage(request, query.get('lang') ?? readCookie(request, LANGUAGE_COOKIE));
  const words = WORDS[language];
  const href = (to: string): string => base + to;
  const item = (to: string, text: string) => ({ href: href(to), text, isCurrent: path === to });
  return {
    path,
    query,
    form,
    words,
    href,
    view: {
      language,
      words: { ...FRAME_WORDS[language], siteName: words.siteName },
      dates: DATES[language],
      display: readDisplay(request),
      assets: {
        style: `${base}/assets/${assets.pathOf('style.css')}`,
        script: `${base}/assets/${assets.pathOf('site.js')}`,
      },
      base,
      account: undefined,
      navigation: [item('/', words.navigation.here), item('/doctor', words.navigation.doctor)],
      formToken: formTokenOf(cookieValue),
      here: request.method === 'POST' ? undefined : base + path,
    },
  };
}
