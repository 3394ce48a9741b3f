import type { InEachLanguage } from '@gpii/pages';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';

/** Words of the local page. */
export type PageWords = typeof en;
/** In each language. */
export const PAGE_WORDS: InEachLanguage<PageWords> = { en, fr };
