import type { InEachLanguage } from './language.ts';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';

/** Words of the frame of pages. What takes a value is a function: what is missing in a language does not compile. */
export type FrameWords = typeof en;

export const FRAME_WORDS: InEachLanguage<FrameWords> = { en, fr };
