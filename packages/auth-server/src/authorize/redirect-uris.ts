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

function differInPortOnly(registered: string, presented: string): boolean {
  const [, host, , rest = ''] = LOOPBACK.exec(registered) ?? [];
  const [, presentedHost, port = '80', presentedRest = ''] = LOOPBACK.exec(presented) ?? [];
  return host !== undefined && host === presentedHost && rest === presentedRest && Number(port) <= 65_535;
}
