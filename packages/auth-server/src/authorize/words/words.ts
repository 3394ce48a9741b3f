import type { InEachLanguage } from '@gpii/pages';
import { en, type AuthorizeWords } from './en.ts';
import { fr } from './fr.ts';

export const AUTHORIZE_WORDS: InEachLanguage<AuthorizeWords> = { en, fr };
