import { z } from 'zod';
import { CONNECT_PATHS } from '../routes.ts';
import type { ApiRoute } from './api-route.ts';

/** What a page of the website may be answered with besides itself. */
const ANSWERS = {
  403: 'The form was not sent from a page that this browser was shown.',
  404: 'Nothing is there, or it belongs to another account.',
  503: 'The database does not answer, or too many passwords wait.',
} as const;

const html = (description: string) => ({ description, mediaType: 'text/html', schema: z.string() });

/** What is named in an address, as the page that leads there has it. */
const NAMES: Readonly<Record<string, string>> = { id: 'Its name.', secretId: 'Name of the secret.' };

function paramsOf(path: string): Record<string, string> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, NAMES[name] ?? 'Its name.']));
}

/** An address for people: `GET` shows a page, `POST` is what its form sends. */
function page(method: 'GET' | 'POST', path: string, [operationId, summary]: readonly [string, string]): ApiRoute {
  return {
    method,
    path,
    operationId,
    summary,
    tag: 'website',
    ...(path.includes(':') ? { params: paramsOf(path) } : {}),
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

const file = (mediaType: string, description: string) => ({ description, mediaType, schema: z.string() });

const CREDENTIALS: readonly ApiRoute[] = [
  page('GET', '/credentials', ['listOwnCredentials', 'The list: `q` finds, `sort` and `order` sort, `page` turns.']),
  page('GET', '/credentials/new', ['showCreateCredential', 'A form.']),
  page('POST', '/credentials/new', [
    'createOwnCredential',
    'Create one, and show its secret once: `type` (installed, web), `name`, `origins` and `redirectUris` (one a line), `public`.',
  ]),
  page('GET', '/credentials/revoke', ['showRevokeCredentials', 'What stops working: `id`, repeated.']),
  page('POST', '/credentials/revoke', ['revokeOwnCredentials', 'Revoke, for ever: `id`, repeated; `reason`.']),
  page('GET', '/credentials/:id', ['showOwnCredential', 'One credential, its secrets and its last events.']),
  page('GET', '/credentials/:id/edit', ['showEditCredential', 'A form.']),
  page('POST', '/credentials/:id/edit', [
    'editOwnCredential',
    'Save `name`, `origins`, `redirectUris`; 409 with both versions when `revision` is over.',
  ]),
  {
    ...page('POST', '/credentials/:id/download', ['downloadOwnCredential', 'The credential file, with a new secret.']),
    answers: {
      200: file('application/json', 'The credential file, or the page that asks for the password again.'),
      403: html(ANSWERS[403]),
      404: html(ANSWERS[404]),
      410: html('It was revoked.'),
      503: html(ANSWERS[503]),
    },
  },
  {
    ...page('POST', '/credentials/:id/file', [
      'saveShownSecret',
      'The credential file with the secret that the page shows, which comes in the form.',
    ]),
    answers: {
      200: file('application/json', 'The credential file.'),
      303: { description: 'No secret came: back to the credential.' },
      403: html(ANSWERS[403]),
      404: html(ANSWERS[404]),
      503: html(ANSWERS[503]),
    },
  },
  page('GET', '/credentials/:id/secrets', [
    'showNewSecret',
    'A form; `replaces` names the secret to take the place of.',
  ]),
  page('POST', '/credentials/:id/secrets', [
    'makeNewSecret',
    'Make one more secret, and show it once: `label`; `replaces` and `overlapHours` (0 to 168) for a rotation.',
  ]),
  page('GET', '/credentials/:id/secrets/:secretId/end', ['showEndSecret', 'What stops working.']),
  page('POST', '/credentials/:id/secrets/:secretId/end', ['endOwnSecret', 'End one secret, for ever.']),
];

const HISTORY: readonly ApiRoute[] = [
  page('GET', '/history', ['showHistory', 'What was done in the account; `after` turns the page.']),
  page('GET', '/credentials/:id/history', ['showCredentialHistory', 'What was done with one credential.']),
  {
    ...page('POST', '/history/download', ['downloadHistory', 'The same as CSV; `id` for one credential.']),
    answers: {
      200: file('text/csv', 'RFC 4180.'),
      403: html(ANSWERS[403]),
      404: html(ANSWERS[404]),
      503: html(ANSWERS[503]),
    },
  },
];

const CONNECT: readonly ApiRoute[] = [
  page('GET', CONNECT_PATHS.page, ['showConnect', 'Hand a credential to the computer that opened this address.']),
  page('POST', CONNECT_PATHS.page, [
    'decideConnect',
    '`decision` (connect, decline, find), `which` (new, existing), `name`, `existing`: to the computer, by 303.',
  ]),
];

const ENROLMENT: readonly ApiRoute[] = [
  page('GET', '/enrolment-keys', ['showEnrolmentKeys', 'Enrolment keys of the account.']),
  page('POST', '/enrolment-keys', [
    'makeEnrolmentKey',
    'Make one, shown in this answer only: `credential`, `label`, `uses`, `ends` (a day), `once` from the page.',
  ]),
  page('GET', '/enrolment-keys/new', ['showNewEnrolmentKey', 'The form of a new enrolment key.']),
  page('GET', '/enrolment-keys/:id', [
    'showEnrolmentKey',
    'An enrolment key, and the computers that enrolled with it.',
  ]),
  page('GET', '/enrolment-keys/:id/end', ['showEndEnrolmentKey', 'What stops when it is ended.']),
  page('POST', '/enrolment-keys/:id/end', ['endEnrolmentKey', 'End it for ever: `reason`.']),
];

const KEYS: readonly ApiRoute[] = [
  page('GET', '/keys', ['showKeys', 'GPII keys of the account.']),
  page('POST', '/keys', ['linkKey', 'Link a GPII key: `gpii_key`, `key_name`.']),
  page('GET', '/keys/:id/remove', ['showRemoveKey', 'What stops when it is removed.']),
  page('POST', '/keys/:id/remove', ['removeKey', 'Remove it from the account.']),
];

const CONSENT: readonly ApiRoute[] = [
  page('GET', '/consent', ['showConsents', 'Which web applications may see what.']),
  page('POST', '/consent', ['takeBackConsent', 'Stop sharing with an application: `client`.']),
];

/** The addresses of the account website. */
export const SITE_API: readonly ApiRoute[] = [
  ...FRONT,
  ...ACCOUNTS,
  ...CREDENTIALS,
  ...ENROLMENT,
  ...CONNECT,
  ...KEYS,
  ...CONSENT,
  ...HISTORY,
  ...DISPLAY,
];
