import { ACCOUNT_ROUTES } from './accounts/account-routes.ts';
import { CONNECT_ROUTES } from './connect/connect-routes.ts';
import { CONSENT_ROUTES } from './consent/consent-routes.ts';
import { CREDENTIAL_ROUTES } from './credentials/credential-routes.ts';
import { DISPLAY_ROUTES } from './display/display-routes.ts';
import { ENROLMENT_ROUTES } from './enrolment/enrolment-routes.ts';
import { FRONT_ROUTES } from './front/front-routes.tsx';
import { HISTORY_ROUTES } from './history/history-routes.ts';
import { KEY_ROUTES } from './keys/key-routes.ts';
import type { SiteRoute } from './site-route.ts';

/** Every address of the website. */
export const SITE_ROUTES: readonly SiteRoute[] = [
  ...FRONT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...CREDENTIAL_ROUTES,
  ...ENROLMENT_ROUTES,
  ...CONNECT_ROUTES,
  ...KEY_ROUTES,
  ...CONSENT_ROUTES,
  ...HISTORY_ROUTES,
  ...DISPLAY_ROUTES,
];
