import { describe, expect, it } from 'vitest';
import { GPII_TOKEN_MAX_LENGTH, gpiiTokenSchema, maskGpiiToken } from '../src/gpii-token.ts';

describe('a GPII token', () => {
  it.each([
    'a',
    'alice',
    '__proto__',
    '2f7b1f62-9e0e-4c56-8a6e-b1a0d1a5b9f0',
    'Åsa 🦉',
    'a/b?c#d%',
    ' ',
    'x'.repeat(GPII_TOKEN_MAX_LENGTH),
  ])('can be %j', (token) => {
    expect(gpiiTokenSchema.safeParse(token).success).toBe(true);
  });

  it.each([
    ['empty', '', 'A GPII token has at least one character'],
    ['too long', 'x'.repeat(GPII_TOKEN_MAX_LENGTH + 1), 'A GPII token has at most 256 characters'],
    ['with a NUL', 'a\0b', 'A GPII token has no control characters'],
    ['with a line break', 'a\nb', 'A GPII token has no control characters'],
    ['with DEL', 'a\x7f', 'A GPII token has no control characters'],
    ['with half a character', 'a\ud83e', 'A GPII token is proper unicode'],
  ])('is not %s', (_what, token, message) => {
    expect(gpiiTokenSchema.safeParse(token).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('a masked GPII token', () => {
  it.each([
    ['alice-in-wonderland', 'alic…'],
    ['bo', 'bo…'],
    ['🦉🦊🐻🐼🐨', '🦉🦊🐻🐼…'],
  ])('%s is %s', (token, masked) => {
    expect(maskGpiiToken(token)).toBe(masked);
  });
});
