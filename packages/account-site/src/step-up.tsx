import { Actions, Button, Form, FORM_TOKEN_FIELD, formTokenOf, TextField, type Page } from '@gpii/pages';
import { beginSession } from './accounts/begin-session.ts';
import type { SiteRooms } from './site-rooms.ts';
import type { Answer } from './site-route.ts';
import type { AccountVisit } from './visit.ts';

/** How long a password that was entered is proof enough for what weighs most (UX, step-up). */
const PROOF_MS = 10 * 60 * 1000;
/** Field of the password that is asked for again. */
const FIELD = 'step_up_password';

/** What goes on once the password is proven. */
interface Proven {
  readonly goOn: (visit: AccountVisit) => Promise<Answer>;
  /** As `Page.formTarget`, where the answer leads off this site. */
  readonly formTarget?: string;
}

/**
 * Goes on when the person entered the password within the last ten minutes. Asks for it otherwise, and keeps what the
 * form held, so that nothing is lost. Proving it begins a session anew.
 */
export async function proveAgain(visit: AccountVisit, rooms: SiteRooms, { goOn, formTarget }: Proven): Promise<Answer> {
  if (rooms.now().getTime() - Date.parse(visit.session.startedAt) < PROOF_MS) return goOn(visit);
  const password = visit.form.get(FIELD);
  if (password === null) return { page: askPage(visit, { wasWrong: false, formTarget }) };
  const account = await rooms.signIn({ email: visit.account.email, password }, visit.context);
  if (account === undefined) {
    visit.context.reason = 'password_wrong';
    return { page: askPage(visit, { wasWrong: true, formTarget }), status: 401 };
  }
  const proven = await renewSession(visit, rooms);
  const answer = await goOn(proven);
  return 'page' in answer ? { ...answer, view: proven.view } : answer;
}

/** A new session in place of this one: the old cookie is dead. */
export async function renewSession(visit: AccountVisit, rooms: SiteRooms): Promise<AccountVisit> {
  const { session, account } = visit;
  const value = await beginSession(visit, rooms, { account, endsOld: 'begun anew' });
  const renewed = await rooms.sessions.find(value);
  return { ...visit, session: renewed ?? session, view: { ...visit.view, formToken: formTokenOf(value) } };
}

function askPage(
  visit: AccountVisit,
  { wasWrong, formTarget }: { wasWrong: boolean; formTarget: string | undefined },
): Page {
  const { words, view, account } = visit;
  const problems = wasWrong ? [{ field: FIELD, words: words.stepUp.wrong }] : [];
  const form = { view, action: visit.href(visit.request.url ?? '/'), problems, values: {} };
  return {
    title: words.stepUp.title,
    problems,
    ...(formTarget === undefined ? {} : { formTarget }),
    body: (
      <>
        <p>{words.stepUp.why(account.email)}</p>
        <Form form={form}>
          {[...visit.form]
            .filter(([name]) => name !== FORM_TOKEN_FIELD && name !== FIELD)
            .map(([name, value], index) => (
              <input key={index} type="hidden" name={name} value={value} />
            ))}
          <TextField
            form={form}
            name={FIELD}
            type="password"
            label={words.stepUp.password}
            autocomplete="current-password"
          />
          <Actions>
            <Button>{words.stepUp.goOn}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}
