import type { SiteRoute } from '../site-route.ts';

/** Client credentials: list, create, show, edit, hand out, revoke. */
export const CREDENTIAL_ROUTES: readonly SiteRoute[] = [];
