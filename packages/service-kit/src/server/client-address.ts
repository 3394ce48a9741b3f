import { isIP, isIPv4 } from 'node:net';

/**
 * The address that a request came from, with proxies of ours before us. Each proxy adds the address of its own peer at
 * the right end of `X-Forwarded-For`, so that only the last `trustedProxies` entries were written by ours; what stands left
 * of them is whatever the client sent.
 *
 * - 0 proxies: the peer; the header is not looked at.
 * - fewer entries than proxies: the left-most, which a proxy of ours wrote all the same.
 * - an entry that is no address: the next one to the right of it, in the end the peer.
 *
 * @param peer - Address of the connection; undefined on a Unix socket.
 * @param forwardedFor - The `X-Forwarded-For` headers, joined by commas.
 * @returns An address without port and brackets, IPv4 in its own form; undefined when nothing is known.
 */
export function findClientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string | undefined {
  let found = peer === undefined ? undefined : toPlainAddress(peer);
  let end = forwardedFor?.length ?? 0;
  for (let hop = 0; hop < trustedProxies && forwardedFor !== undefined && end >= 0; hop += 1) {
    const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
    found = parseEntry(forwardedFor.slice(comma + 1, end)) ?? found;
    end = comma;
  }
  return found;
}

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`. */
function parseEntry(entry: string): string | undefined {
  const text = entry.trim();
  const inBrackets = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1];
  if (inBrackets !== undefined) return isIP(inBrackets) === 6 ? toPlainAddress(inBrackets) : undefined;
  const address = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text;
  return isIP(address) === 0 ? undefined : toPlainAddress(address);
}

/** One form for each address: IPv4 that came in IPv6 is IPv4, IPv6 is as short as it gets, without a zone. */
function toPlainAddress(address: string): string {
  if (isIPv4(address)) return address;
  const withoutZone = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(withoutZone) !== 6) return address;
  const canonical = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.');
}
