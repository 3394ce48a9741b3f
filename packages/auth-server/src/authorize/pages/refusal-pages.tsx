import type { Page } from '@gpii/pages';
import type { AuthorizeWords } from '../words/en.ts';

/** Says why this cannot go on. */
export function refusalPage({ refusal }: AuthorizeWords, message: string): Page {
  return {
    title: refusal.title,
    body: (
      <>
        <p>{message}</p>
        <p>{refusal.advice}</p>
      </>
    ),
  };
}

/** Says that this goes on later. */
export function waitPage({ wait }: AuthorizeWords, message: string, retryAfterSeconds: number): Page {
  return {
    title: wait.title,
    body: (
      <>
        <p>{message}</p>
        <p>{wait.when(Math.max(1, Math.ceil(retryAfterSeconds / 60)))}</p>
      </>
    ),
  };
}
