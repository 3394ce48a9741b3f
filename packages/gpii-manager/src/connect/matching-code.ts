import { createHash } from 'node:crypto';

const CONSONANTS = 'BCDFGHJKLMNPQRSTVWXZ';

/** Such as `KXTR-WQPL`. */
export function matchingCodeOf(codeChallenge: string): string {
  const bytes = createHash('sha256').update(codeChallenge).digest();
  const letters = Array.from({ length: 8 }, (_none, index) => CONSONANTS.charAt((bytes[index] ?? 0) % 20)).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
