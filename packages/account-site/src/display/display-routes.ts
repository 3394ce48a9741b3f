import type { SiteRoute } from '../site-route.ts';
import { saveDisplay, showDisplay, takeFromGpii } from './display-page.tsx';

/** How pages look. */
export const DISPLAY_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/display', who: 'anyone', answer: showDisplay },
  { method: 'POST', path: '/display', who: 'anyone', answer: saveDisplay },
  { method: 'POST', path: '/display/from-gpii', who: 'account', answer: takeFromGpii },
];
