import { Notice } from '@gpii/pages';
import type { Answer, SiteRoute } from '../site-route.ts';
import type { Visit } from '../visit.ts';

function showFront({ words: { front, accounts }, account, href }: Visit): Promise<Answer> {
  const body = (
    <>
      <p class="lead">{front.lead}</p>
      <div class="actions">
        <a class="btn" href={href(account === undefined ? '/sign-in' : '/credentials')}>
          {account === undefined ? accounts.signIn.submit : front.toCredentials}
        </a>
        {account === undefined ? <a href={href('/register')}>{accounts.signIn.register}</a> : null}
      </div>
      <Notice>
        <p>{front.shorterWay}</p>
      </Notice>
    </>
  );
  return Promise.resolve({ page: { title: front.title, body } });
}

function showHelp({ words: { help } }: Visit): Promise<Answer> {
  const body = help.paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>);
  return Promise.resolve({ page: { title: help.title, body } });
}

/** What the site is for, and help. */
export const FRONT_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/', who: 'anyone', answer: showFront },
  { method: 'GET', path: '/help', who: 'anyone', answer: showHelp },
];
