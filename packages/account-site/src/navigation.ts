import type { NavigationItem } from '@gpii/pages';
import type { SiteWords } from './words.ts';

const PLACES = [
  { path: '/credentials', name: 'credentials' },
  { path: '/enrolment-keys', name: 'enrolmentKeys' },
  { path: '/keys', name: 'keys' },
  { path: '/consent', name: 'consent' },
  { path: '/history', name: 'history' },
  { path: '/account', name: 'account' },
] as const;

/** Where somebody who is signed in can go. */
export function toNavigation(
  words: SiteWords['navigation'],
  { href, pathname }: { href: (path: string) => string; pathname: string },
): readonly NavigationItem[] {
  return PLACES.map(({ path, name }) => ({
    href: href(path),
    text: words[name],
    isCurrent: pathname === path || pathname.startsWith(`${path}/`),
  }));
}
