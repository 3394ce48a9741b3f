import type { View } from '@gpii/pages';
import type { AuthorizeWords } from '../words/en.ts';

/** What the pages of one request are drawn with. */
export interface PageContext {
  readonly view: View;
  readonly words: AuthorizeWords;
  /** Where forms are sent: the address of the page, query and all. */
  readonly action: string;
  readonly clientName: string;
  /** Where the person goes on afterwards: scheme and host. */
  readonly formTarget: string;
}
