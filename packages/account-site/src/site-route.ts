import type { Page, View } from '@gpii/pages';
import type { SiteRooms } from './site-rooms.ts';
import type { AccountVisit, Visit } from './visit.ts';

/** What a request is answered with. */
export type Answer =
  | {
      readonly page: Page;
      /** Default 200. */
      readonly status?: number;
      /** Where the frame is drawn from another view than the visit's: its session was begun anew. */
      readonly view?: View;
    }
  /** A path of this site, or an address of a computer or application that asked. Always by 303. */
  | { readonly goTo: string }
  | { readonly file: { readonly name: string; readonly mediaType: string; readonly content: string } };

interface RouteBase {
  /** As Express has it: `/credentials/:id`. */
  readonly path: string;
}

/** For everybody. */
export interface OpenRoute extends RouteBase {
  readonly method: 'GET' | 'POST';
  readonly who: 'anyone';
  readonly answer: (visit: Visit, rooms: SiteRooms) => Promise<Answer>;
}

/** For people who are signed in; others sign in and come back. */
export interface AccountRoute extends RouteBase {
  readonly method: 'GET' | 'POST';
  readonly who: 'account';
  /** What is wrong with the address, whoever asks: answered before anybody is asked to sign in. */
  readonly refuse?: (visit: Visit) => Answer | undefined;
  readonly answer: (visit: AccountVisit, rooms: SiteRooms) => Promise<Answer>;
}

/**
 * For people who entered the password within the last ten minutes; others are asked for it, and what their form held is
 * kept meanwhile. So such a form must hold nothing secret.
 */
export interface ProvenRoute extends RouteBase {
  readonly method: 'POST';
  readonly who: 'proven';
  readonly answer: (visit: AccountVisit, rooms: SiteRooms) => Promise<Answer>;
}

/** One address of the website. Its logic is a function of the visit; reading, checking and sending stand in one place. */
export type SiteRoute = OpenRoute | AccountRoute | ProvenRoute;
