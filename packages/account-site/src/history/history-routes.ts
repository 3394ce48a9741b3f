import type { SiteRoute } from '../site-route.ts';

/** What was done, newest first. */
export const HISTORY_ROUTES: readonly SiteRoute[] = [];
