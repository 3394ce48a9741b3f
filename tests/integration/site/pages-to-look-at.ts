import type { Scene } from './scene.ts';

/** A page that people see, for the tests in a browser and for `npm run screenshots`. */
export interface PageToLookAt {
  /** Of its picture; unique. */
  readonly name: string;
  /** Path, or how it follows from what is in the cloud. */
  readonly path: string | ((scene: Scene) => string);
  /** Whether somebody has to be signed in. Left out: signed in only where this is true. */
  readonly isSignedIn?: true;
  /** Looked at in light and on a phone only: its parts are those of other pages. Pictures are made in every way. */
  readonly isLikeOthers?: true;
  /** The button of the page's own form to press before looking: for pages that say what is wrong. */
  readonly press?: string;
}

/** Every page. Whoever adds an address that shows a page adds a line here. */
export const PAGES_TO_LOOK_AT: readonly PageToLookAt[] = [
  { name: 'front', path: '/' },
  { name: 'help', path: '/help' },
  // Accounts
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-refused', path: '/sign-in', press: 'Sign in' },
  { name: 'signed-out', path: '/sign-in?done=signed-out' },
  { name: 'register', path: '/register' },
  { name: 'register-refused', path: '/register', press: 'Create the account' },
  { name: 'register-sent', path: '/register/sent' },
  { name: 'register-confirm', path: (scene) => scene.links.confirm },
  { name: 'register-link-gone', path: '/register/confirm?token=gone' },
  { name: 'forgotten-password', path: '/forgotten-password' },
  { name: 'forgotten-password-sent', path: '/forgotten-password/sent' },
  { name: 'new-password', path: (scene) => scene.links.newPassword },
  {
    name: 'new-password-refused',
    path: (scene) => scene.links.newPassword,
    press: 'Save the new password and sign in',
  },
  { name: 'new-password-link-gone', path: '/new-password?token=gone' },
  { name: 'account', path: '/account', isSignedIn: true },
  { name: 'account-saved', path: '/account?done=password', isSignedIn: true },
  { name: 'account-refused', path: '/account', isSignedIn: true, press: 'Change the password' },
  { name: 'account-close', path: '/account/close', isSignedIn: true },
  // Client credentials
  { name: 'credentials', path: '/credentials', isSignedIn: true },
  { name: 'credentials-none-found', path: '/credentials?q=nothing', isSignedIn: true, isLikeOthers: true },
  { name: 'credentials-new', path: '/credentials/new?type=web', isSignedIn: true },
  { name: 'credential', path: '/credentials/of-ada-0', isSignedIn: true },
  { name: 'credential-revoked', path: '/credentials/of-ada-gone', isSignedIn: true },
  { name: 'credential-edit', path: '/credentials/of-ada-0/edit', isSignedIn: true, isLikeOthers: true },
  { name: 'credential-new-secret', path: '/credentials/of-ada-0/secrets', isSignedIn: true, isLikeOthers: true },
  { name: 'credential-revoke', path: '/credentials/revoke?id=of-ada-0&id=of-ada-1', isSignedIn: true },
  { name: 'not-there', path: '/credentials/of-somebody-else', isSignedIn: true, isLikeOthers: true },
  // Enrolment keys
  { name: 'enrolment-keys', path: '/enrolment-keys', isSignedIn: true, isLikeOthers: true },
  { name: 'enrolment-keys-new', path: '/enrolment-keys/new', isSignedIn: true, isLikeOthers: true },
  // Handing a credential to a computer
  { name: 'connect', path: (scene) => scene.connect, isSignedIn: true },
  { name: 'connect-wrong', path: '/connect?port=80', isLikeOthers: true },
  // GPII keys and sharing
  { name: 'keys', path: '/keys', isSignedIn: true, isLikeOthers: true },
  { name: 'consent', path: '/consent', isSignedIn: true, isLikeOthers: true },
  // History
  { name: 'history', path: '/history', isSignedIn: true },
  // Display
  { name: 'display', path: '/display' },
  { name: 'display-signed-in', path: '/display?done=saved', isSignedIn: true },
];
