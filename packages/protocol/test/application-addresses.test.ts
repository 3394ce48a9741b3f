import { describe, expect, test } from 'vitest';
import { findOriginFault, findRedirectUriFault } from '../src/application-addresses.ts';

describe('an address that people are sent back to', () => {
  test.each([
    'https://app.example/callback',
    'https://app.example:8443/cb?x=1&y=%20',
    'https://xn--bcher-kva.example',
    'http://localhost:3000/cb',
    'http://127.0.0.1/cb',
    'http://[::1]:8080/',
  ])('may be %s', (uri) => {
    expect(findRedirectUriFault(uri)).toBeUndefined();
  });

  test.each([
    ['https://app.example/cb#part', 'has_fragment'],
    ['https://app.example/#', 'has_fragment'],
    ['https://*.app.example/cb', 'has_wildcard'],
    ['javascript:alert(1)', 'not_https'],
    ['data:text/html,x', 'not_https'],
    ['com.example.app:/cb', 'not_https'],
    ['http://app.example/cb', 'not_https'],
    ['http://127.0.0.1.evil.example/', 'not_https'],
    ['http://localhost.evil.example/', 'not_https'],
    ['https:app.example/cb', 'not_https'],
    ['/callback', 'not_whole'],
    ['//app.example/cb', 'not_whole'],
    ['app.example/cb', 'not_whole'],
    ['https://', 'not_whole'],
    ['https://ada:pw@app.example/', 'has_user'],
    ['https://app.example\\@evil.example/', 'has_spaces'],
    ['https://app.example/a b', 'has_spaces'],
    ['https://bücher.example/', 'has_spaces'],
    [`https://app.example/${'x'.repeat(3 * 1024)}`, 'too_long'],
  ] as const)('is not %s: %s', (uri, fault) => {
    expect(findRedirectUriFault(uri)).toBe(fault);
  });
});

describe('the origin of a website', () => {
  test.each(['https://app.example', 'https://app.example:8443', 'http://localhost:3000'])('may be %s', (origin) => {
    expect(findOriginFault(origin)).toBeUndefined();
  });

  test.each([
    ['https://app.example/', 'has_path'],
    ['https://app.example/page', 'has_path'],
    ['https://app.example?x', 'has_path'],
    ['http://app.example', 'not_https'],
    ['https://*.example', 'has_wildcard'],
    ['null', 'not_whole'],
  ] as const)('is not %s: %s', (origin, fault) => {
    expect(findOriginFault(origin)).toBe(fault);
  });
});
