import type { SiteRoute } from '../site-route.ts';

/** Handing a credential to a computer that asks for one. */
export const CONNECT_ROUTES: readonly SiteRoute[] = [];
