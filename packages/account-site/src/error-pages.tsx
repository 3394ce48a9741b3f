import { CredentialError, PasswordQueueFullError } from '@gpii/credentials';
import type { Page } from '@gpii/pages';
import { Refusal } from '@gpii/service-kit';
import { StoreUnavailableError } from '@gpii/store';
import type { Visit } from './visit.ts';
import type { SiteWords } from './words.ts';

interface ErrorAnswer {
  readonly page: Page;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The page that says what happened, what still works and what to do (UX, the words).
 *
 * @throws What is our own mistake: the server logs it, and answers 500.
 */
export function toErrorAnswer({ words, context }: Visit, error: unknown): ErrorAnswer {
  const refused = toRefusal(error);
  context.reason = refused.reason;
  const { title, text } = explain(words.errors, refused);
  const seconds = refused.retryAfterSeconds;
  return {
    status: refused.status,
    headers: { ...refused.headers, ...(seconds === undefined ? {} : { 'Retry-After': String(Math.ceil(seconds)) }) },
    page: { title, body: text.map((paragraph) => <p key={paragraph}>{paragraph}</p>) },
  };
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreUnavailableError) {
    const { message, retryAfterSeconds } = error;
    return new Refusal({
      status: 503,
      code: 'temporarily_unavailable',
      reason: 'store_unavailable',
      message,
      retryAfterSeconds,
      cause: error,
    });
  }
  if (error instanceof PasswordQueueFullError) {
    const { message, retryAfterSeconds } = error;
    return new Refusal({
      status: 503,
      code: 'temporarily_unavailable',
      reason: 'passwords_waiting',
      message,
      retryAfterSeconds,
    });
  }
  if (error instanceof CredentialError) {
    return new Refusal({ status: 409, code: 'invalid_request', reason: error.reason, message: error.message });
  }
  throw error;
}

function explain(words: SiteWords['errors'], refused: Refusal): { title: string; text: readonly string[] } {
  const minutes = Math.ceil((refused.retryAfterSeconds ?? 60) / 60);
  if (refused.reason === 'store_unavailable') return words.databaseAway;
  if (refused.reason === 'passwords_waiting') return words.busy;
  if (refused.reason === 'form_token_wrong') return words.notOurForm;
  if (refused.reason === 'mail_unavailable') return words.noMail;
  if (refused.reason === 'too_many_mails') return words.tooManyMails(minutes);
  if (refused.reason === 'form_sent_again') return words.sentBefore;
  if (refused.reason === 'body_too_large') return words.tooLarge;
  switch (refused.status) {
    case 404:
    case 410:
      return words.notThere;
    case 405:
      return words.methodNotTaken;
    case 429:
      return words.tooMany(minutes);
    default:
      return { title: words.refused, text: [refused.message] };
  }
}
