/** Where an answer to somebody's browser goes: an address that is known to be theirs who asked. */
export interface ReturnAddress {
  readonly redirectUri: string;
  /** As it stood in the request, percent-encoding and all; undefined when there was none, or more than one. */
  readonly encodedState: string | undefined;
  readonly issuer: string;
}

/** The redirect address with an answer in its query: `state` byte for byte, and `iss` (RFC 9207). */
export function toLocation(
  { redirectUri, encodedState, issuer }: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): string {
  const pairs = Object.entries({ ...answer, iss: issuer }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  if (encodedState !== undefined) pairs.push(`state=${encodedState}`);
  const location = `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${pairs.join('&')}`;
  // A header is ASCII: what a request had beyond it is encoded as a browser would.
  return location.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
