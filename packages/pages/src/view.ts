import type { Dates } from './dates.ts';
import type { Display } from './display.ts';
import type { Language } from './language.ts';
import type { FrameWords } from './words.ts';

/** One entry of the navigation. */
export interface NavigationItem {
  readonly href: string;
  readonly text: string;
  readonly isCurrent: boolean;
}

/** What the frame of a page is drawn from: who looks at it, and how. */
export interface View {
  readonly language: Language;
  readonly words: FrameWords;
  readonly dates: Dates;
  readonly display: Display;
  /** Hrefs of the files that pages load. */
  readonly assets: {
    readonly style: string;
    readonly script: string;
    /** UI Options: the script that opens them, and the folder of Infusion's files. Left out: there is the form alone. */
    readonly uiOptions?: { readonly script: string; readonly folder: string };
  };
  /** Path that all addresses begin with; empty at the root. */
  readonly base: string;
  /** Who is signed in. */
  readonly account: { readonly name: string; readonly email: string } | undefined;
  readonly navigation: readonly NavigationItem[];
  /** What forms carry in `form_token`. */
  readonly formToken: string;
  /** The page's own path and query, for choosing another language; undefined where it cannot be asked for again. */
  readonly here: string | undefined;
}

/** Something that a person has to put right. */
export interface Problem {
  /** The id of the field. */
  readonly field: string;
  /** The same words as at the field. */
  readonly words: string;
}
