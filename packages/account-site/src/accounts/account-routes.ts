import type { SiteRoute } from '../site-route.ts';
import { showSignIn, signIn, signOut } from './sign-in.tsx';

/** Creating an account, signing in and out, the account itself. */
export const ACCOUNT_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/sign-in', who: 'anyone', answer: showSignIn },
  { method: 'POST', path: '/sign-in', who: 'anyone', answer: signIn },
  { method: 'POST', path: '/sign-out', who: 'anyone', answer: signOut },
];
