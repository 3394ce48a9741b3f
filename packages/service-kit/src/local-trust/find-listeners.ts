import { existsSync, readFileSync } from 'node:fs';

/** State of a row of /proc/net/tcp: LISTEN. */
const LISTENING = '0A';

/**
 * The accounts whose processes listen on a TCP port of this computer (Linux only).
 *
 * @returns User ids; none when nobody listens.
 * @throws an error of the file system, where there is no /proc.
 * @see proc_net_tcp: the fields are sl, local address, remote address, state, queues, timer, retransmits, uid
 */
export function findListeners(port: number): readonly number[] {
  // A computer without IPv6 has no second file.
  const files = ['/proc/net/tcp', '/proc/net/tcp6'].filter((file, index) => index === 0 || existsSync(file));
  const rows = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1));
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , uid] = row.trim().split(/\s+/);
    const isOurs = state === LISTENING && parseInt(local.split(':')[1] ?? '', 16) === port;
    return isOurs ? [Number(uid)] : [];
  });
}
