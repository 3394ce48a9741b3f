/**
 * What is wrong with an address of a web application. Pages say it in words, with the line.
 *
 * @see RFC 9700 §2.1, RFC 8252 §7.3, RFC 6454 §7
 */
export type AddressFault =
  'too_long' | 'has_spaces' | 'has_wildcard' | 'not_whole' | 'not_https' | 'has_fragment' | 'has_user' | 'has_path';

const MAX_LENGTH = 2048;
/** A browser on the same computer: nobody is between. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** What is wrong with an address that people are sent back to; undefined when nothing is. */
export function findRedirectUriFault(text: string): AddressFault | undefined {
  if (text.length > MAX_LENGTH) return 'too_long';
  // Compared character by character later: what browsers would quietly mend must not be registered.
  if (/[^\x21-\x7e]|\\/.test(text)) return 'has_spaces';
  if (text.includes('*')) return 'has_wildcard';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) return 'not_whole';
  if (!/^https?:\/\//i.test(text)) return 'not_https';
  if (!URL.canParse(text)) return 'not_whole';
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol === 'http:' && !LOOPBACK_HOSTS.includes(hostname)) return 'not_https';
  if (text.includes('#')) return 'has_fragment';
  return username === '' && password === '' ? undefined : 'has_user';
}

/** What is wrong with the origin of a website: scheme, host and port alone; undefined when nothing is. */
export function findOriginFault(text: string): AddressFault | undefined {
  return findRedirectUriFault(text) ?? (/^https?:\/\/.*[/?]/i.test(text) ? 'has_path' : undefined);
}
