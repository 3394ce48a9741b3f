/**
 * What an address counts as: an IPv4 address by itself, an IPv6 address with all of its /64, which is one customer's.
 * IPv4 neighbours are left apart: a /24 is many customers.
 *
 * @param address - As service-kit's `clientAddress` gives it: plain, IPv6 in its shortest form.
 */
export function addressKeyOf(address: string | undefined): string {
  if (address?.includes(':') !== true) return address ?? 'local';
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  while (tail !== undefined && groups.length + tailGroups.length < 8) groups.push('0');
  return `${[...groups, ...tailGroups].slice(0, 4).join(':')}::/64`;
}
