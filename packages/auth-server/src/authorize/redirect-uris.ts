import type { ClientCredential } from '@gpii/credentials';

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/.*|\?.*)?$/;

/**
 * Whether an address is registered for a client: character by character the same. Only the port of a public client's
 * loopback address is free, because a native app takes the one it gets.
 *
 * @see RFC 9700 §2.1, RFC 8252 §7.3
 */
export function isRegistered(redirectUri: string, client: ClientCredential): boolean {
  if (redirectUri.includes('#') || !URL.canParse(redirectUri)) return false;
  return client.redirectUris.some(
    (registered) => registered === redirectUri || (client.public && differInPortOnly(registered, redirectUri)),
  );
}

/** The part of a redirect address that a Content-Security-Policy and a person can read: scheme and host. */
export function originOf(redirectUri: string): string {
  const { protocol, host, hostname } = new URL(redirectUri);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  // A policy knows no IPv6 addresses, and what is no plain host name has no place in one.
  return isWeb && /^[a-z0-9.-]+$/.test(hostname) ? `${protocol}//${host}` : protocol;
}

function differInPortOnly(registered: string, presented: string): boolean {
  const [, host, , rest = ''] = LOOPBACK.exec(registered) ?? [];
  const [, presentedHost, port = '80', presentedRest = ''] = LOOPBACK.exec(presented) ?? [];
  return host !== undefined && host === presentedHost && rest === presentedRest && Number(port) <= 65_535;
}
