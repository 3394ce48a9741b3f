import { describe, expect, it } from 'vitest';
import { baseUrlSchema, portSchema } from '../../src/cli.ts';

describe('a port', () => {
  it.each([
    ['0', 0],
    ['8081', 8081],
    [65_535, 65_535],
  ])('is %j', (given, expected) => {
    expect(portSchema.parse(given)).toBe(expected);
  });

  it.each(['', ' ', '65536', '-1', '80.5', '1e3', '0x50', 'http', true, null, [], 65_536, 1.5])(
    'is not %j',
    (given) => {
      expect(portSchema.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([
        'Expected a port number, 0 to 65535',
      ]);
    },
  );
});

describe('a base address', () => {
  it.each([
    ['http://127.0.0.1:8081/', 'http://127.0.0.1:8081'],
    ['https://flowmanager.gpii.net/gpii//', 'https://flowmanager.gpii.net/gpii'],
  ])('%s loses its slash at the end', (given, expected) => {
    expect(baseUrlSchema.parse(given)).toBe(expected);
  });

  it.each(['flowmanager.gpii.net', 'ftp://a.example', 'http://a.example/?b', 'http://a.example/#b', ''])(
    'is not %s',
    (given) => {
      expect(baseUrlSchema.safeParse(given).success).toBe(false);
    },
  );
});
