import { once } from 'node:events';
import { json } from 'node:stream/consumers';

/**
 * What a peer is told on stdin: where to store, and who asks.
 *
 * @returns {Promise<{ dataDir: string, clientId: string, clientSecret: string, gpiiTokens: string[] }>}
 */
export function readInput() {
  return json(process.stdin);
}

/** Listens on a free port of this computer and says so, in the line that our own servers print. */
export async function announce(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${server.address().port}` })}\n`);
  for (const event of ['SIGTERM', 'disconnect']) process.once(event, () => process.exit(0));
}
