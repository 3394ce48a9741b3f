import type { SiteRoute } from '../site-route.ts';

/** What web applications may see, and taking it back. */
export const CONSENT_ROUTES: readonly SiteRoute[] = [];
