import type { Session } from '@gpii/credentials';
import { Button, Form, Section } from '@gpii/pages';
import type { VNode } from 'preact';
import type { AccountVisit } from '../visit.ts';
import { describeBrowser } from './describe-browser.ts';

/** Field that names the session to end; `others` ends all but this one. */
export const SESSION_FIELD = 'session';
/** Value of it for all others. */
export const ALL_OTHERS = 'others';

/** Where somebody is signed in, each with a button that ends it. */
export function SessionList({ visit, sessions }: { visit: AccountVisit; sessions: readonly Session[] }): VNode {
  const words = visit.words.accounts.account;
  const form = { view: visit.view, action: visit.href('/account/sessions/end'), problems: [], values: {} };
  return (
    <Section id="sessions" heading={words.sessionsHeading}>
      <Form form={form}>
        <table class="list">
          <caption>{words.sessionsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.browser}</th>
              <th scope="col">{words.address}</th>
              <th scope="col">{words.begun}</th>
              <th scope="col">{words.action}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <SessionRow key={session.sessionId} visit={visit} session={session} />
            ))}
          </tbody>
        </table>
        {sessions.length < 2 ? null : (
          <div class="actions">
            <Button look="plain" name={SESSION_FIELD} value={ALL_OTHERS}>
              {words.endOthers}
            </Button>
          </div>
        )}
      </Form>
    </Section>
  );
}

function SessionRow({ visit, session }: { visit: AccountVisit; session: Session }): VNode {
  const words = visit.words.accounts.account;
  const browser = describeBrowser(words, session.userAgent);
  return (
    <tr>
      <th scope="row">{browser}</th>
      <td data-label={words.address}>{session.address ?? words.unknownAddress}</td>
      <td data-label={words.begun}>{visit.dates.moment(session.startedAt)}</td>
      <td data-label={words.action}>
        {session.sessionId === visit.session.sessionId ? (
          words.thisOne
        ) : (
          <button class="linkish" type="submit" name={SESSION_FIELD} value={session.sessionId}>
            {words.end}
            <span class="hidden">{words.endOf(browser)}</span>
          </button>
        )}
      </td>
    </tr>
  );
}
