import type { SiteRoute } from '../site-route.ts';
import { showSharing, stopSharing } from './show-sharing.tsx';

/** What web applications may see, and taking it back. */
export const CONSENT_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/consent', who: 'account', answer: showSharing },
  { method: 'POST', path: '/consent', who: 'account', answer: stopSharing },
];
