import { connect } from 'node:net';
import type { Random } from '../measure/random.ts';
import { makeRequest } from './grammar.ts';
import type { FuzzWorld } from './world.ts';

/** How a connection is used. */
export type Manner = 'one' | 'pipelined' | 'kept' | 'cut';

/** What is sent on one connection. */
export interface Exchange {
  readonly manner: Manner;
  readonly writes: readonly Buffer[];
  readonly requests: number;
  /** Whether the server has to answer and close by itself; otherwise we end our side after the last byte. */
  readonly isWhole: boolean;
}

/** What came of it. */
export interface ExchangeOutcome {
  /** Of the answers, in their order. */
  readonly statuses: readonly number[];
  /** Whether the connection was still open after the deadline. */
  readonly hung: boolean;
}

const DEADLINE_MS = 10_000;
/** Who cannot tell where the answers end goes away after this time, so that most of them have come. */
const END_AFTER_MS = 30;

/** Makes what goes through one connection. */
export function makeExchange(random: Random, world: FuzzWorld): Exchange {
  const manner = random.pick<Manner>(['one', 'one', 'pipelined', 'kept', 'kept', 'cut']);
  const count = manner === 'one' || manner === 'cut' ? 1 : random.integer(2, 6);
  const isTame = random.chance(0.7);
  const requests = Array.from({ length: count }, (_, index) =>
    makeRequest(random, world, { isLast: index === count - 1, isTame }),
  );
  const all = requests.map(({ bytes }) => bytes);
  const isWhole = requests.every((request) => request.isWhole);
  if (manner === 'kept') return { manner, writes: all, requests: count, isWhole };
  const bytes = Buffer.concat(all);
  if (manner === 'cut') {
    const end = random.integer(0, bytes.length);
    return { manner, writes: [bytes.subarray(0, end)], requests: 1, isWhole: false };
  }
  // In pieces now and then, as slow networks bring them.
  const at = random.integer(0, bytes.length);
  const writes = random.chance(0.2) ? [bytes.subarray(0, at), bytes.subarray(at)] : [bytes];
  return { manner, writes, requests: count, isWhole };
}

/**
 * Sends it on a connection of its own and waits for the end of that. Who is `cut` goes away without looking back.
 *
 * @throws Error when the server takes no connection.
 */
export function sendExchange(url: string, { manner, writes, isWhole }: Exchange): Promise<ExchangeOutcome> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    let hung = false;
    let next = 0;
    const writeNext = (): void => {
      const bytes = writes[next++];
      if (bytes === undefined) return;
      socket.write(bytes);
      if (next < writes.length) {
        if (manner !== 'kept' || !isWhole) setImmediate(writeNext);
      } else if (manner === 'cut') socket.end(() => socket.destroy());
      else if (!isWhole) setTimeout(() => socket.end(), END_AFTER_MS);
    };
    const timer = setTimeout(() => {
      hung = true;
      socket.destroy();
    }, DEADLINE_MS);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      // A kept connection has its next request when the answer to the last begins.
      if (manner === 'kept' && isWhole) writeNext();
    });
    socket.once('connect', writeNext);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') reject(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve({ statuses: readStatuses(Buffer.concat(chunks).toString('latin1')), hung });
    });
  });
}

/** The statuses of all answers in a stream; none of our bodies begins a line so. */
export function readStatuses(text: string): readonly number[] {
  return [...text.matchAll(/(?:^|\r\n|[^\r\n])HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
}
