import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { FLOW_MANAGER_ROUTES } from '@gpii/protocol';
import { median } from '../measure/arithmetic.ts';
import { createHttpClient } from '../measure/http-client.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import { makeChangedComputer, startFlowManagerAt } from '../stage/changed-computer.ts';
import type { Stage } from '../stage/stage.ts';
import type { Figure, Row } from './row.ts';

const KEY_INS = 15;
const GOAL_MS = 150;

/** What key-in and key-out do to a computer, whose road costs nothing. Measured before the rounds, one at a time. */
export const applyRow: Row = {
  name: 'apply',
  describe: 'putting the settings of 14 solutions on a Linux computer (files, gsettings), and taking them off again',
  prepare: async (stage) => {
    const figures = await measure(stage);
    return { contestants: [], figures: () => figures };
  },
};

async function measure({ root, workplace, isQuick }: Stage): Promise<readonly Figure[]> {
  const computer = await makeChangedComputer(await mkdtemp(join(workplace.folder, 'computer-')));
  const count = isQuick ? 2 : KEY_INS;
  try {
    const changing = await startFlowManagerAt(computer, { root, workplace });
    const changed = await keyInAndOut(changing, count);
    await changing.stop();
    const idle = await startFlowManagerAt(computer, { root, workplace, applies: false });
    const unchanged = await keyInAndOut(idle, count);
    await idle.stop();
    const note = computer.hasGsettings ? {} : { note: 'files only: this machine has no gsettings' };
    const title = `apply: ${computer.solutions} solutions`;
    return [
      {
        name: `${title}, key-in beyond the answer of the cloud, p50`,
        value: median(changed.inMs) - median(unchanged.inMs),
        unit: 'ms',
        goal: { atMost: GOAL_MS },
        ...note,
      },
      { name: `${title}, key-in, slowest`, value: Math.max(...changed.inMs), unit: 'ms' },
      { name: `${title}, key-out, p50`, value: median(changed.outMs), unit: 'ms' },
    ];
  } finally {
    computer.standIn.close();
  }
}

async function keyInAndOut({ url }: ServerProcess, count: number): Promise<{ inMs: number[]; outMs: number[] }> {
  const http = createHttpClient(1);
  const times = { inMs: [] as number[], outMs: [] as number[] };
  const act = async (route: string): Promise<number> => {
    const path = route.replace(':gpiiToken', 'somebody');
    const { status, durationMs } = await http.send({ url, method: 'POST', path });
    if (status !== 200) throw new Error(`${path} answers ${status}`);
    return durationMs;
  };
  try {
    for (let turn = 0; turn < count; turn += 1) {
      times.inMs.push(await act(FLOW_MANAGER_ROUTES.login));
      times.outMs.push(await act(FLOW_MANAGER_ROUTES.logout));
    }
  } finally {
    http.close();
  }
  return times;
}
