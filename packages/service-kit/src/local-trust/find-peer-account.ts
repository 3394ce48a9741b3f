import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** State of a row of /proc/net/tcp: ESTABLISHED. */
const ESTABLISHED = '01';

/**
 * The account at the other end of a TCP connection over 127.0.0.1 (Linux only).
 *
 * @returns Its user id; undefined where it can't be told: another system, a connection that is closed.
 * @see proc_net_tcp: the fields are sl, local address, remote address, state, queues, timer, retransmits, uid
 */
export function findPeerAccount({
  localPort,
  remotePort,
}: Pick<Socket, 'localPort' | 'remotePort'>): number | undefined {
  let table: string;
  try {
    table = readFileSync('/proc/net/tcp', 'utf8');
  } catch {
    return undefined;
  }
  for (const row of table.split('\n').slice(1)) {
    const [, local = '', remote = '', state, , , , uid] = row.trim().split(/\s+/);
    if (state === ESTABLISHED && portOf(local) === remotePort && portOf(remote) === localPort) return Number(uid);
  }
  return undefined;
}

function portOf(address: string): number {
  return parseInt(address.split(':')[1] ?? '', 16);
}
