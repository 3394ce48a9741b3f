import { createHash, randomBytes } from 'node:crypto';
import { ConflictError } from '@gpii/store';
import { formSentBefore } from './site-refusals.ts';
import type { SiteRooms } from './site-rooms.ts';

/** Name of the hidden field of a form that makes something once. It is not secret. */
export const ONCE_FIELD = 'once';

const HOUR_MS = 3600 * 1000;
/** Longer than a session, so that it is never the first to end. */
const LIFETIME_MS = 12 * HOUR_MS;
const FORM = /^(\d{13,15})_[A-Za-z0-9_-]{22}$/;

/** What the form of one page carries in `ONCE_FIELD`: its end, and 128 random bits. */
export function makeOnce({ now }: Pick<SiteRooms, 'now'>): string {
  // Whole hours: the marks of a day lie in few buckets.
  const endsAtMs = Math.ceil((now().getTime() + LIFETIME_MS) / HOUR_MS) * HOUR_MS;
  return `${endsAtMs}_${randomBytes(16).toString('base64url')}`;
}

/**
 * Goes on when this form was not taken before. What is made is shown in the answer and nowhere else; a browser that
 * reloads the answer, goes back and forth, or sends twice must not make a second one. Of any number at the same time one
 * goes on: the one that creates the mark, before anything is made.
 *
 * @throws Refusal 409 `form_sent_before`.
 */
export async function takeOnce({ store, now }: Pick<SiteRooms, 'store' | 'now'>, form: URLSearchParams): Promise<void> {
  const once = form.get(ONCE_FIELD) ?? '';
  const endsAtMs = Number(FORM.exec(once)?.[1] ?? 0);
  const fromNowMs = endsAtMs - now().getTime();
  // Never the name of a bucket that somebody chose: only an end that a page of ours can have had.
  if (fromNowMs <= 0 || fromNowMs > LIFETIME_MS + HOUR_MS || endsAtMs % HOUR_MS !== 0) throw formSentBefore();
  const bucketName = store.accessTokens.bucketNameFor(new Date(endsAtMs));
  const digest = createHash('sha256').update(once).digest('base64url');
  try {
    await store.accessTokens.create(bucketName, `formSent:${digest}`, { at: now().toISOString() });
  } catch (error) {
    if (error instanceof ConflictError || error instanceof RangeError) throw formSentBefore();
    throw error;
  }
}
