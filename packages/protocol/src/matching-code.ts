const CONSONANTS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The code that a computer and the website both show while a credential is handed over, so that a person sees that they
 * belong together: `KXTR-WQPL`. There are 20^8 of them, and none can be read as a word.
 *
 * It is the challenge as a number of 256 bits, modulo 20^8, written with 20 consonants as digits.
 *
 * @param codeChallenge - S256 challenge: 43 characters of base64url (RFC 7636 §4.2).
 * @throws RangeError when it is something else.
 */
export function matchingCodeOf(codeChallenge: string): string {
  if (!/^[A-Za-z0-9_-]{43}$/.test(codeChallenge)) throw new RangeError('Expected an S256 code challenge');
  // 43 characters have 258 bits; the last two are always zero.
  let number = 0n;
  for (const character of codeChallenge) number = number * 64n + BigInt(BASE64URL.indexOf(character));
  let rest = number >> 2n;
  let code = '';
  for (let place = 0; place < LENGTH; place++) {
    code = CONSONANTS.charAt(Number(rest % 20n)) + code;
    rest /= 20n;
  }
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
