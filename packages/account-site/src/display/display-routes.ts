import type { SiteRoute } from '../site-route.ts';

/** How pages look. */
export const DISPLAY_ROUTES: readonly SiteRoute[] = [];
