import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { matchingCodeOf } from '../src/matching-code.ts';

describe('the matching code of a challenge', () => {
  it.each([
    ['E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', 'PVSG-THTK'],
    ['A'.repeat(43), 'BBBB-BBBB'],
    [`${'A'.repeat(42)}E`, 'BBBB-BBBC'],
    [`${'_'.repeat(42)}8`, 'DDRB-GZVT'],
  ])('of %s is always %s', (challenge, code) => {
    expect(matchingCodeOf(challenge)).toBe(code);
  });

  it('has eight of twenty consonants, all of which come', () => {
    const codes = Array.from({ length: 500 }, (_each, index) =>
      matchingCodeOf(createHash('sha256').update(String(index)).digest('base64url')),
    );
    expect(codes.filter((code) => !/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/.test(code))).toEqual([]);
    for (const place of [0, 1, 2, 3, 5, 6, 7, 8]) {
      expect(new Set(codes.map((code) => code.charAt(place))).size).toBe(20);
    }
    expect(new Set(codes).size).toBe(500);
  });

  it.each(['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(42)}+`])('refuses %j', (text) => {
    expect(() => matchingCodeOf(text)).toThrow(RangeError);
  });
});
