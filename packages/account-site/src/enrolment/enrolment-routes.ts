import type { SiteRoute } from '../site-route.ts';

/** Enrolment keys: list, make, end. */
export const ENROLMENT_ROUTES: readonly SiteRoute[] = [];
