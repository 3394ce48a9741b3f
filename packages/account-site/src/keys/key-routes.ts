import type { SiteRoute } from '../site-route.ts';
import { addKey, removeKey, showKeys, showRemoveKey } from './keys.tsx';

/** GPII keys of an account. */
export const KEY_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/keys', who: 'account', answer: showKeys },
  { method: 'POST', path: '/keys', who: 'account', answer: addKey },
  { method: 'GET', path: '/keys/:id/remove', who: 'account', answer: showRemoveKey },
  { method: 'POST', path: '/keys/:id/remove', who: 'account', answer: removeKey },
];
