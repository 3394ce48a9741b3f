import { findConsent, listLinks, type Consent, type GpiiTokenLink, type GpiiTokens } from '@gpii/credentials';
import { applicationsOf, toFlatPreferenceSet, type JsonObject } from '@gpii/matchmaker';
import type { AuthorizeRooms } from './authorize-rooms.ts';

/** What a person can choose from, for one application. */
export interface Offer {
  /** Email address of the account. */
  readonly account: string;
  readonly links: readonly GpiiTokenLink[];
  /** Programs that have settings of their own in one of the linked preference sets. */
  readonly applications: readonly { readonly id: string; readonly name: string }[];
  /** What the person has allowed already. */
  readonly consent: Consent | undefined;
}

/** A form has a limit of parameters, and a person one of patience. */
const MAX_APPLICATIONS = 40;

/** Looks up what an account can share with an application, and what it shares now. */
export async function readOffer(
  rooms: AuthorizeRooms,
  { account, clientId }: { account: string; clientId: string },
): Promise<Offer> {
  const [links, consent] = await Promise.all([listLinks(rooms, account), findConsent(rooms, { account, clientId })]);
  const sets = await Promise.all(links.map((link) => findApplications(rooms.gpiiTokens, link)));
  const ids = [...new Set(sets.flat())].filter((id) => /^[\x21-\x7e]{1,200}$/.test(id)).slice(0, MAX_APPLICATIONS);
  return { account, links, applications: ids.map((id) => ({ id, name: rooms.nameApplication(id) ?? id })), consent };
}

async function findApplications(gpiiTokens: GpiiTokens, { gpiiTokenHash }: GpiiTokenLink): Promise<readonly string[]> {
  const safe = await gpiiTokens.findPreferences(gpiiTokenHash);
  return safe === undefined ? [] : applicationsOf(toFlatPreferenceSet(safe.preferences as JsonObject));
}
