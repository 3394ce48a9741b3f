import type { SiteRoute } from '../site-route.ts';
import { showKeys } from './list-keys.tsx';
import { makeKey, showNewKey } from './make-key.tsx';
import { endKey, showEndKey, showKey } from './one-key.tsx';

/** Enrolment keys: list, make, end. */
export const ENROLMENT_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/enrolment-keys', who: 'account', answer: showKeys },
  { method: 'POST', path: '/enrolment-keys', who: 'proven', answer: makeKey },
  { method: 'GET', path: '/enrolment-keys/new', who: 'account', answer: showNewKey },
  { method: 'GET', path: '/enrolment-keys/:id', who: 'account', answer: showKey },
  { method: 'GET', path: '/enrolment-keys/:id/end', who: 'account', answer: showEndKey },
  { method: 'POST', path: '/enrolment-keys/:id/end', who: 'proven', answer: endKey },
];
