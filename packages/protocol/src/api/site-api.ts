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

/** An address for people: `GET` shows a page, `POST` is what its form sends. */
function page(method: 'GET' | 'POST', path: string, [operationId, summary]: readonly [string, string]): ApiRoute {
  return {
    method,
    path,
    operationId,
    summary,
    tag: 'website',
    ...(path.includes('/:id') ? { params: { id: 'Its name, as the list has it.' } } : {}),
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
export const SITE_API: readonly ApiRoute[] = [...FRONT, ...ACCOUNTS, ...CONNECT, ...ENROLMENT, ...KEYS, ...CONSENT];
