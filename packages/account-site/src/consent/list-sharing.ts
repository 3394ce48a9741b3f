import { CredentialError, findCredential, listConsents, listLinks, type Consent } from '@gpii/credentials';
import { applicationOfGroup, PREFERENCE_GROUPS } from '@gpii/matchmaker';
import { SHARING_WORDS } from '@gpii/pages';
import type { SiteRooms } from '../site-rooms.ts';
import type { AccountVisit } from '../visit.ts';

/** One web application and what it may see, in words. */
export interface Sharing {
  readonly consent: Consent;
  readonly application: string;
  readonly key: string;
  readonly groups: readonly string[];
}

/** What an account shares, the newest first. */
export async function listSharing(rooms: SiteRooms, { account, view }: AccountVisit): Promise<readonly Sharing[]> {
  const [consents, links] = await Promise.all([listConsents(rooms, account.email), listLinks(rooms, account.email)]);
  const words = SHARING_WORDS[view.language];
  const toWords = (group: string): string => {
    const solutionId = applicationOfGroup(group);
    if (solutionId !== undefined) return words.settingsOf(rooms.nameApplication(solutionId) ?? solutionId);
    const known = PREFERENCE_GROUPS.find(({ id }) => id === group);
    return known === undefined ? group : words.groups[known.id].title;
  };
  const all = consents.map(async (consent) => {
    const name = await nameOf(rooms, consent.clientId);
    const label = links.find(({ gpiiTokenHash }) => gpiiTokenHash === consent.gpiiTokenHash)?.label ?? '';
    return {
      consent,
      application: name === '' ? consent.clientId : name,
      key: label === '' ? words.keyWithoutName : label,
      groups: consent.groups.map(toWords),
    };
  });
  const sharing = await Promise.all(all);
  return sharing.sort((left, right) => Date.parse(right.consent.givenAt) - Date.parse(left.consent.givenAt));
}

/** Also of an application whose credential was revoked since. */
async function nameOf(rooms: SiteRooms, clientId: string): Promise<string> {
  try {
    return (await findCredential(rooms, clientId)).value.name;
  } catch (error) {
    if (error instanceof CredentialError) return '';
    throw error;
  }
}
