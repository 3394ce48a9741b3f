import { expect, it } from 'vitest';
import { addressKeyOf } from '../../src/limits/address-key.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  [undefined, 'local'],
])('%s counts as %s', (address, key) => {
  expect(addressKeyOf(address)).toBe(key);
});
