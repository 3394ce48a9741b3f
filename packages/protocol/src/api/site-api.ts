import { z } from 'zod';
import type { ApiRoute } from './api-route.ts';

/** What a page of the website may be answered with besides itself. */
const ANSWERS = {
  403: 'The form was not sent from a page that this browser was shown.',
  404: 'Nothing is there, or it belongs to another account.',
  503: 'The database does not answer, or too many passwords wait.',
} as const;

const html = (description: string) => ({ description, mediaType: 'text/html', schema: z.string() });

/** An address for people: `GET` shows a page, `POST` is what its form sends. */
function page(method: 'GET' | 'POST', path: string, [operationId, summary]: readonly [string, string]): ApiRoute {
  return {
    method,
    path,
    operationId,
    summary,
    tag: 'website',
    ...(method === 'POST'
      ? { body: { schema: z.looseObject({}), mediaTypes: ['application/x-www-form-urlencoded'] } }
      : {}),
    answers: {
      200: html('The page.'),
      303: { description: 'To the next page.' },
      ...(method === 'POST' ? { 403: html(ANSWERS[403]) } : {}),
      ...(path.includes(':') ? { 404: html(ANSWERS[404]) } : {}),
      503: html(ANSWERS[503]),
    },
  };
}

const FRONT: readonly ApiRoute[] = [
  page('GET', '/', ['showFront', 'What the website is for.']),
  page('GET', '/help', ['showHelp', 'Help.']),
  {
    method: 'GET',
    path: '/assets/:file',
    operationId: 'getAsset',
    summary: 'A file that pages load; its address changes with its content.',
    tag: 'website',
    params: { file: 'Its name.' },
    answers: { 200: { description: 'The file.' } },
  },
];

const ACCOUNTS: readonly ApiRoute[] = [
  page('GET', '/sign-in', ['showSignIn', 'Sign in.']),
  page('POST', '/sign-in', ['signIn', 'Begin a session: `email`, `password`, `return_to`.']),
  page('POST', '/sign-out', ['signOut', 'End the session.']),
  page('GET', '/register', ['showRegister', 'Create an account.']),
  page('POST', '/register', ['register', 'Ask for the link that creates an account: `email`, `name`, `password`.']),
  page('GET', '/register/sent', ['showRegistrationSent', 'Where to look for the link.']),
  page('GET', '/register/confirm', ['showConfirm', 'What a mailed link creates: `token`.']),
  page('POST', '/register/confirm', ['confirmRegistration', 'Create the account and begin a session: `token`.']),
  page('GET', '/forgotten-password', ['showForgottenPassword', 'Ask for a new password.']),
  page('POST', '/forgotten-password', ['sendPasswordLink', 'Ask for the link to a new password: `email`.']),
  page('GET', '/forgotten-password/sent', ['showPasswordLinkSent', 'Where to look for the link.']),
  page('GET', '/new-password', ['showNewPassword', 'Choose a new password by a mailed link: `token`.']),
  page('POST', '/new-password', ['saveNewPassword', 'Save it and end all sessions: `token`, `password`.']),
  page('GET', '/account', ['showAccount', 'The account: name, password, sessions.']),
  page('POST', '/account', ['saveName', 'Save the name: `name`.']),
  page('POST', '/account/password', ['savePassword', 'Change it: `current_password`, `new_password`.']),
  page('POST', '/account/sessions/end', ['endSessions', 'Sign browsers out: `session`, or `others`.']),
  page('GET', '/account/close', ['showCloseAccount', 'What closing the account ends.']),
  page('POST', '/account/close', ['closeAccount', 'Close the account for ever: `password`.']),
];

const DISPLAY: readonly ApiRoute[] = [
  page('GET', '/display', ['showDisplay', 'How pages look.']),
  page('POST', '/display', [
    'saveDisplay',
    'Save it as the cookie of UI Options: `text_size`, `line_space`, `font`, `theme`, `larger_inputs`; `do`.',
  ]),
  page('POST', '/display/from-gpii', ['takeDisplayFromGpii', 'Take it from the preferences of a GPII key: `link`.']),
  {
    method: 'GET',
    path: '/uio/:version/:file',
    operationId: 'getUiOptionsFile',
    summary: "A file of Infusion's UI Options, which pages load when somebody opens them.",
    tag: 'website',
    params: { version: 'Of Infusion.', file: 'Its name.' },
    answers: { 200: { description: 'The file.' } },
  },
];

/** The addresses of the account website. */
export const SITE_API: readonly ApiRoute[] = [...FRONT, ...ACCOUNTS, ...DISPLAY];
