import type { IncomingMessage } from 'node:http';
import { toSetCookie } from './cookies.ts';

/** The languages that pages are written in; the first is for everybody else. */
export const LANGUAGES = ['en', 'fr'] as const;
const YEAR_SECONDS = 365 * 24 * 3600;
export type Language = (typeof LANGUAGES)[number];

/** Each language by the name its own speakers give it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/** Cookie that keeps the language somebody chose. It holds nothing else. */
export const LANGUAGE_COOKIE = 'gpii_language';

/** The Set-Cookie header that keeps a language, for a year. */
export function keepLanguage(language: Language): string {
  return toSetCookie(LANGUAGE_COOKIE, language, { maxAgeSeconds: YEAR_SECONDS });
}

/** Something in every language. */
export type InEachLanguage<T> = Readonly<Record<Language, T>>;

/** Whether pages are written in it. */
export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The language of a page: what was chosen, else the first that the browser prefers and we have (RFC 9110 §12.5.4). */
export function chooseLanguage(request: IncomingMessage, chosen: string | undefined): Language {
  if (isLanguage(chosen)) return chosen;
  const wanted = (request.headers['accept-language'] ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q=/);
      return { language: tag.toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality);
  return wanted.map(({ language }) => language).find(isLanguage) ?? LANGUAGES[0];
}
