import { settingsAnswerSchema } from '@gpii/protocol';
import { WrongAnswerError, type Contestant } from '../measure/contestant.ts';
import { createHttpClient, type Answer, type Call } from '../measure/http-client.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import { makeFullWindowsDevice, readDeviceText, type BenchPeople } from '../stage/bench-data.ts';
import { recordAnswer } from '../stage/recorded-answer.ts';
import type { Stage } from '../stage/stage.ts';
import { parseAnswer, settingsCalls, takeTurn } from './calls.ts';
import { compareWithBare, medianOf } from './compare.ts';
import type { Goal, PreparedRow, Row } from './row.ts';

const LINUX = { name: 'settings', bare: 'bare-settings', device: 'Linux device' };
const WINDOWS = {
  name: 'settings-windows',
  bare: 'bare-settings-windows',
  device: 'Windows device with all solutions',
};

/** GET settings for a Linux device beside a bare server that sends the same bytes. */
export const settingsRow: Row = {
  name: LINUX.name,
  describe: 'GET /:gpiiToken/settings/:device for a Linux device, beside a bare node:http server',
  prepare: (stage) => prepareRow(stage, { ...LINUX, deviceText: readDeviceText(stage.registry), goalMs: 1 }),
};

/** The same for a Windows device that has all that the registry knows: the largest answer there is. */
export const settingsWindowsRow: Row = {
  name: WINDOWS.name,
  describe: 'GET settings for a Windows device with all solutions, beside a bare node:http server',
  prepare: (stage) =>
    prepareRow(stage, {
      ...WINDOWS,
      deviceText: makeFullWindowsDevice(stage.registry),
      goalMs: 3,
      goalOfBare: { atLeast: 0.3 },
    }),
};

interface SettingsRow {
  readonly name: string;
  readonly bare: string;
  readonly device: string;
  readonly deviceText: string;
  readonly goalMs: number;
  readonly goalOfBare?: Goal;
}

async function prepareRow(stage: Stage, row: SettingsRow): Promise<PreparedRow> {
  const { name, bare: bareName, device, deviceText, goalMs, goalOfBare } = row;
  const clouds = await stage.clouds();
  const contestants: Contestant[] = [];
  for (const cloud of clouds) {
    const title = `GET settings, ${device} (${cloud.name})`;
    const calls = await prepareCalls(cloud, stage.people, deviceText);
    contestants.push({
      name: cloud.name.replace('cloud', name),
      title,
      comparedWith: bareName,
      ...ask(cloud, calls, 10),
    });
  }
  const [call] = await prepareCalls(takeTurn(clouds, 0), stage.people, deviceText);
  if (call === undefined) throw new RangeError('There are no GPII tokens');
  const recorded = await recordAnswer(call);
  const bare = await stage.startBare(bareName, recorded);
  const note = `${Buffer.byteLength(recorded.body)} bytes, registry of ${stage.registry.source}`;
  return {
    contestants: [
      { name: bareName, title: 'bare node:http, same bytes', ...ask(bare, [{ ...call, url: bare.url }], 10) },
      ...contestants,
    ],
    figures: (rounds) =>
      contestants.flatMap((contestant) => [
        {
          name: `${contestant.name}: server CPU`,
          value: medianOf(rounds, contestant.name, 'allCpuMicros') / 1000,
          unit: 'ms',
          goal: { atMost: goalMs },
          note,
        },
        ...compareWithBare(rounds, {
          name: contestant.name,
          bare: bareName,
          ...(goalOfBare === undefined ? {} : { goal: goalOfBare }),
        }),
      ]),
  };
}

/** GET settings for the Linux device at one cloud, one at a time. */
export async function makeContestantAlone(cloud: ServerProcess, stage: Stage): Promise<Contestant> {
  const calls = await prepareCalls(cloud, stage.people, readDeviceText(stage.registry));
  return {
    name: cloud.name.replace('cloud', 'settings-alone'),
    title: `GET settings, Linux device (${cloud.name})`,
    ...ask(cloud, calls, 1),
  };
}

/** A settings request for each of the people, each with an access token of its own. */
export async function prepareCalls(
  { url }: ServerProcess,
  people: BenchPeople,
  deviceText: string,
): Promise<readonly Call[]> {
  const client = createHttpClient(1);
  try {
    return await settingsCalls(client, { url, people, deviceText });
  } finally {
    client.close();
  }
}

/** The first answer to each call is checked whole; all later ones have to be the same bytes. */
export function ask(
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
