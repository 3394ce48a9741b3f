import type { SiteRoute } from '../site-route.ts';

/** GPII keys of an account. */
export const KEY_ROUTES: readonly SiteRoute[] = [];
