/** Longest way back that is kept: a state of 2 KiB fits. */
const MAX_LENGTH = 8192;

/**
 * Where somebody goes after signing in: the very text that was asked for, when it is a path of this site; the front of
 * the account otherwise (CONFORMANCE W06, Z01).
 */
export function safeReturnPath(text: string | null | undefined, fallback: string): string {
  if (text === null || text === undefined || text.length > MAX_LENGTH) return fallback;
  // A backslash is a slash to browsers, up to the query.
  return /^\/(?![/\\])[\x21-\x3e\x40-\x5b\x5d-\x7e]*(\?[\x21-\x7e]*)?$/.test(text) ? text : fallback;
}
