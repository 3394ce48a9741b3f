import type { SiteRoute } from '../site-route.ts';
import { showAccount } from './account-page.tsx';
import { endSessions, saveName, savePassword } from './change-account.ts';
import { close, showCloseAccount } from './close-account.tsx';
import { confirm, showConfirm } from './confirm-registration.tsx';
import { sendPasswordLink, showForgottenPassword, showPasswordLinkSent } from './forgotten-password.tsx';
import { saveNewPassword, showNewPassword } from './new-password.tsx';
import { register, showRegister, showRegistrationSent } from './register.tsx';
import { showSignIn, signIn, signOut } from './sign-in.tsx';

/** Creating an account, signing in and out, the account itself. */
export const ACCOUNT_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/sign-in', who: 'anyone', answer: showSignIn },
  { method: 'POST', path: '/sign-in', who: 'anyone', answer: signIn },
  { method: 'POST', path: '/sign-out', who: 'anyone', answer: signOut },
  { method: 'GET', path: '/register', who: 'anyone', answer: showRegister },
  { method: 'POST', path: '/register', who: 'anyone', answer: register },
  { method: 'GET', path: '/register/sent', who: 'anyone', answer: showRegistrationSent },
  { method: 'GET', path: '/register/confirm', who: 'anyone', answer: showConfirm },
  { method: 'POST', path: '/register/confirm', who: 'anyone', answer: confirm },
  { method: 'GET', path: '/forgotten-password', who: 'anyone', answer: showForgottenPassword },
  { method: 'POST', path: '/forgotten-password', who: 'anyone', answer: sendPasswordLink },
  { method: 'GET', path: '/forgotten-password/sent', who: 'anyone', answer: showPasswordLinkSent },
  { method: 'GET', path: '/new-password', who: 'anyone', answer: showNewPassword },
  { method: 'POST', path: '/new-password', who: 'anyone', answer: saveNewPassword },
  { method: 'GET', path: '/account', who: 'account', answer: showAccount },
  { method: 'POST', path: '/account', who: 'account', answer: saveName },
  { method: 'POST', path: '/account/password', who: 'account', answer: savePassword },
  { method: 'POST', path: '/account/sessions/end', who: 'account', answer: endSessions },
  { method: 'GET', path: '/account/close', who: 'account', answer: showCloseAccount },
  { method: 'POST', path: '/account/close', who: 'account', answer: close },
];
