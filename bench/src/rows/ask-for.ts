import type { Contestant } from '../measure/contestant.ts';
import type { Call } from '../measure/http-client.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import { parseAnswer, takeTurn } from './calls.ts';

/** What an answer is called, and what it must be. */
interface Expected {
  readonly what: string;
  readonly schema: { parse(value: unknown): unknown };
}

/** Sends these calls in turn over ten connections to one server, and checks each answer. */
export function askFor(
  server: ServerProcess,
  calls: readonly Call[],
  { what, schema }: Expected,
): Pick<Contestant, 'connections' | 'servers' | 'act'> {
  return {
    connections: 10,
    servers: [server],
    act: async (client, turn) => {
      const answer = await client.send(takeTurn(calls, turn));
      parseAnswer(what, answer, schema);
      return answer.durationMs;
    },
  };
}
