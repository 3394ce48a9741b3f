import { makeFormMark, takeFormOnce } from '@gpii/credentials';
import { formSentBefore } from './site-refusals.ts';
import type { SiteRooms } from './site-rooms.ts';
import type { AccountVisit } from './visit.ts';

/** Name of the hidden field of a form that makes something once. It is not secret. */
export const MARK_FIELD = 'once';

/**
 * Goes on when this form was not taken before. What is made is shown in the answer and nowhere else; a browser that
 * reloads the answer, goes back and forth, or sends twice must not make a second one.
 *
 * @throws Refusal 409 `form_sent_again`.
 */
export async function takeOnce({ form, session }: AccountVisit, rooms: SiteRooms): Promise<void> {
  const mark = form.get(MARK_FIELD) ?? makeFormMark();
  const value = { at: rooms.now().toISOString() };
  if ((await takeFormOnce(rooms, { mark, session, value })) !== undefined) throw formSentBefore();
}
