import { settingsAnswerSchema } from '@gpii/protocol';
import { WrongAnswerError, type Contestant } from '../measure/contestant.ts';
import { createHttpClient, type Answer, type Call } from '../measure/http-client.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import { readDeviceText } from '../stage/bench-data.ts';
import { recordAnswer } from '../stage/recorded-answer.ts';
import type { Stage } from '../stage/stage.ts';
import { parseAnswer, settingsCalls, takeTurn } from './calls.ts';
import { compareWithBare, medianOf } from './compare.ts';
import type { Row } from './row.ts';

const BARE = 'bare-settings';

/** GET settings for a Linux device beside a bare server that sends the same bytes. */
export const settingsRow: Row = {
  name: 'settings',
  describe: 'GET /:gpiiToken/settings/:device for a Linux device, beside a bare node:http server',
  prepare: async (stage) => {
    const clouds = await stage.clouds();
    const contestants: Contestant[] = [];
    for (const cloud of clouds) contestants.push(await makeContestant(cloud, stage, 10));
    const [call] = await prepareCalls(takeTurn(clouds, 0), stage);
    if (call === undefined) throw new RangeError('There are no GPII tokens');
    const recorded = await recordAnswer(call);
    const bare = await stage.startBare(BARE, recorded);
    const note = `${Buffer.byteLength(recorded.body)} bytes, registry of ${stage.registry.source}`;
    return {
      contestants: [
        { name: BARE, title: 'bare node:http, same bytes', ...ask(bare, [{ ...call, url: bare.url }], 10) },
        ...contestants,
      ],
      figures: (rounds) =>
        contestants.flatMap(({ name }) => [
          {
            name: `${name}: server CPU`,
            value: medianOf(rounds, name, 'allCpuMicros') / 1000,
            unit: 'ms',
            goal: { atMost: 3 },
            note,
          },
          ...compareWithBare(rounds, { name, bare: BARE }),
        ]),
    };
  },
};

/** GET settings at one cloud, over this many connections. */
export async function makeContestant(cloud: ServerProcess, stage: Stage, connections: number): Promise<Contestant> {
  return {
    name: cloud.name.replace('cloud', connections === 1 ? 'settings-alone' : 'settings'),
    title: `GET settings, Linux device (${cloud.name})`,
    ...(connections === 1 ? {} : { comparedWith: BARE }),
    ...ask(cloud, await prepareCalls(cloud, stage), connections),
  };
}

async function prepareCalls({ url }: ServerProcess, { people, registry }: Stage): Promise<readonly Call[]> {
  const client = createHttpClient(1);
  try {
    return await settingsCalls(client, { url, people, deviceText: readDeviceText(registry) });
  } finally {
    client.close();
  }
}

/** The first answer to each call is checked whole; all later ones have to be the same bytes. */
function ask(
  server: ServerProcess,
  calls: readonly Call[],
  connections: number,
): Pick<Contestant, 'connections' | 'servers' | 'act'> {
  const checked = new Map<Call, Buffer>();
  return {
    connections,
    servers: [server],
    act: async (client, turn) => {
      const call = takeTurn(calls, turn);
      const answer = await client.send(call);
      if (checked.get(call)?.equals(answer.body) !== true || answer.status !== 200) {
        if (checked.has(call)) throw new WrongAnswerError('A settings request', answer);
        checkSettings(call, answer);
        checked.set(call, answer.body);
      }
      return answer.durationMs;
    },
  };
}

function checkSettings({ path }: Call, answer: Answer): void {
  const { gpiiKey, solutionsRegistryEntries } = parseAnswer('A settings request', answer, settingsAnswerSchema);
  const isRight =
    path.startsWith(`/${encodeURIComponent(gpiiKey)}/`) && Object.keys(solutionsRegistryEntries).length > 0;
  if (!isRight) throw new WrongAnswerError('A settings request', answer);
}
