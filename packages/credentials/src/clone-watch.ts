import { isIPv6 } from 'node:net';
import { RecentCache } from '@gpii/store';

/** That a secret of one computer was used from two networks within a short time: the computer was cloned, or it moves. */
export interface CloneSign {
  /** When it was seen last. */
  readonly at: string;
  /** The two addresses: the one before, and the one after. */
  readonly addresses: readonly [string, string];
}

/** When and from where a secret was used. */
export interface Sighting {
  readonly at: Date;
  readonly address: string | undefined;
}

/** Uses further apart than this are a computer that was moved (SECURITY G-D1). */
const CLONE_WITHIN_MS = 10 * 60_000;

/** Compares each use of a secret with the one before, in memory: a look-up for each request, and no read. */
export function createCloneWatch(maxSecrets: number): (id: string, sighting: Sighting) => CloneSign | undefined {
  const last = new RecentCache<string, Sighting>(maxSecrets);
  return (id, sighting) => {
    const before = last.get(id);
    last.set(id, sighting);
    return before === undefined ? undefined : compareSightings(before, sighting);
  };
}

/** What two uses of one secret, one after the other, say. */
export function compareSightings(before: Sighting, after: Sighting): CloneSign | undefined {
  if (before.address === undefined || after.address === undefined) return undefined;
  if (Math.abs(after.at.getTime() - before.at.getTime()) > CLONE_WITHIN_MS) return undefined;
  const networks = [networkOf(before.address), networkOf(after.address)] as const;
  // One computer has an address of each family, and many of its own within an IPv6 network.
  if (networks[0].family !== networks[1].family || networks[0].name === networks[1].name) return undefined;
  return { at: after.at.toISOString(), addresses: [before.address, after.address] };
}

function networkOf(address: string): { family: 4 | 6; name: string } {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return { family: 4, name: plain };
  const [head = '', tail] = plain.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')];
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return { family: 6, name: first.join(':') };
}
