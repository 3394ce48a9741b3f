/** What file names can't have on some system, and the sign by which it is written. */
const UNFIT = /[%/\\<>:"|?*]/g;

/**
 * The name of the file that holds the preferences of a GPII token: the token itself, with what file names can't have
 * percent-encoded (`a/b` is `a%2Fb.json5`, `50%` is `50%25.json5`). No two GPII tokens have one name.
 */
export function fileNameOfToken(gpiiToken: string): string {
  const name = gpiiToken.replace(UNFIT, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return `${name}.json5`;
}
