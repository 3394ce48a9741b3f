import { changePassword, renameAccount } from '@gpii/credentials';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import { renewSession } from '../step-up.tsx';
import { notThere } from '../site-refusals.ts';
import type { AccountVisit } from '../visit.ts';
import { checkName, checkNewPassword, lineOf } from './account-fields.ts';
import { accountPage } from './account-page.tsx';
import { ALL_OTHERS, SESSION_FIELD } from './session-list.tsx';

/** Saves the person's name. */
export async function saveName(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, account, by } = visit;
  const name = lineOf(form, 'name');
  const problems = checkName(words.accounts.fields, 'name', name);
  if (problems.length > 0) return { page: await accountPage(visit, rooms, { problems, name }), status: 422 };
  await renameAccount(rooms, { email: account.email, name }, by);
  return { goTo: `${visit.href('/account')}?done=renamed` };
}

/** Changes the password of somebody who knows the current one, and signs out the other browsers. */
export async function savePassword(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, account, context, by } = visit;
  const password = form.get('new_password') ?? '';
  const problems = checkNewPassword(words.accounts.fields, 'new_password', password);
  if (problems.length > 0) return { page: await accountPage(visit, rooms, { problems }), status: 422 };
  const given = { email: account.email, password: form.get('current_password') ?? '' };
  if ((await rooms.signIn(given, context)) === undefined) {
    context.reason = 'password_wrong';
    const wrong = [{ field: 'current_password', words: words.accounts.account.currentPasswordWrong }];
    return { page: await accountPage(visit, rooms, { problems: wrong }), status: 422 };
  }
  const { session } = await renewSession(visit, rooms);
  await changePassword(rooms, { email: account.email, password, keepSessionId: session.sessionId }, by);
  return { goTo: `${visit.href('/account')}?done=password` };
}

/** Signs one browser out, or all but this one. */
export async function endSessions(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, account, session, by } = visit;
  const wanted = form.get(SESSION_FIELD) ?? '';
  const sessions = await rooms.sessions.list(account.email);
  const ended = sessions.filter(({ sessionId }) =>
    wanted === ALL_OTHERS ? sessionId !== session.sessionId : sessionId === wanted,
  );
  if (ended.length === 0 && wanted !== ALL_OTHERS) throw notThere();
  for (const each of ended) {
    await rooms.sessions.end(each, { by: by.actor, reason: 'ended on the account page' });
    const { startedAt, address } = each;
    await rooms.audit.append(by, {
      action: 'session_ended',
      subject: `account:${account.email}`,
      before: { startedAt, address },
    });
  }
  return { goTo: `${visit.href('/account')}?done=${wanted === ALL_OTHERS ? 'others-ended' : 'ended'}` };
}
