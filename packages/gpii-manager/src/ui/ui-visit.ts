import type { InEachLanguage, LocalVisit } from '@gpii/pages';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';

/** Words of the local page. */
export type UiWords = typeof en;
/** In each language. */
export const UI_WORDS: InEachLanguage<UiWords> = { en, fr };

/** One request to the local page, and the words that it is answered with. */
export interface UiVisit extends LocalVisit {
  readonly words: UiWords;
}

/** Adds the words. */
export function toUiVisit(visit: LocalVisit): UiVisit {
  return { ...visit, words: UI_WORDS[visit.view.language] };
}
