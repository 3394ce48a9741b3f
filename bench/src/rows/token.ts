import { tokenAnswerSchema } from '@gpii/protocol';
import type { Contestant } from '../measure/contestant.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import { recordAnswer } from '../stage/recorded-answer.ts';
import type { Stage } from '../stage/stage.ts';
import { parseAnswer, takeTurn, tokenCalls } from './calls.ts';
import { compareWithBare } from './compare-with-bare.ts';
import type { Row } from './row.ts';

const BARE = 'bare-token';

/** POST /oauth2/access_token beside a bare server that parses the same form and sends the same bytes. */
export const tokenRow: Row = {
  name: 'token',
  describe: 'POST /oauth2/access_token, beside a bare node:http server',
  prepare: async (stage) => {
    const clouds = await stage.clouds();
    const first = takeTurn(clouds, 0);
    const recorded = await recordAnswer(takeTurn(tokenCalls(first.url, stage.people), 0));
    const bare = await stage.startBare(BARE, recorded);
    const names = clouds.map(({ name }) => name.replace('cloud', 'token'));
    return {
      contestants: [
        { name: BARE, title: 'bare node:http, same form and bytes', ...askFor(bare, stage) },
        ...clouds.map((cloud, index) => ({
          name: takeTurn(names, index),
          title: `POST /oauth2/access_token (${cloud.name})`,
          comparedWith: BARE,
          ...askFor(cloud, stage),
        })),
      ],
      figures: (rounds) =>
        names.flatMap((name) => compareWithBare(rounds, { name, bare: BARE, goal: { atLeast: 0.1 } })),
    };
  },
};

function askFor(server: ServerProcess, { people }: Stage): Pick<Contestant, 'connections' | 'servers' | 'act'> {
  const calls = tokenCalls(server.url, people);
  return {
    connections: 10,
    servers: [server],
    act: async (client, turn) => {
      const answer = await client.send(takeTurn(calls, turn));
      parseAnswer('A token request', answer, tokenAnswerSchema);
      return answer.durationMs;
    },
  };
}
