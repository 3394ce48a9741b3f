import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readCpuTicks, readMemory } from '../processes/proc-files.ts';
import { makeChangedComputer, startFlowManagerAt } from '../stage/changed-computer.ts';
import type { Stage } from '../stage/stage.ts';
import type { Figure, Row } from './row.ts';

/** After a start V8 still optimises and collects for half a minute. */
const SETTLE_MS = 45_000;
const IDLE_MS = 60_000;
const MEGABYTE = 1_000_000;
const TICKS_PER_SECOND = 100;

/** What a flow manager costs a computer while nobody keys in, and it looks for USB media. */
export const idleRow: Row = {
  name: 'idle',
  describe: 'memory and CPU of a flow manager that waits for 60 s, with --media-folder',
  takesMinutes: true,
  prepare: async (stage) => {
    const figures = await measure(stage);
    return { contestants: [], figures: () => figures };
  },
};

async function measure({ root, workplace, isQuick, signal }: Stage): Promise<readonly Figure[]> {
  const computer = await makeChangedComputer(await mkdtemp(join(workplace.folder, 'computer-')));
  try {
    // As a desktop has it: a folder of the person, and a stick without a token.
    const mediaFolder = join(computer.folder, 'media');
    await mkdir(join(mediaFolder, 'somebody', 'STICK'), { recursive: true });
    const flowManager = await startFlowManagerAt(computer, { root, workplace, mediaFolder });
    const idleMs = isQuick ? 2000 : IDLE_MS;
    await wait(isQuick ? 0 : SETTLE_MS, undefined, { signal });
    const before = readCpuTicks(flowManager.pid);
    await wait(idleMs, undefined, { signal });
    const cpuSeconds = (readCpuTicks(flowManager.pid) - before) / TICKS_PER_SECOND;
    const { rssBytes } = readMemory(flowManager.pid);
    await flowManager.stop();
    const seconds = idleMs / 1000;
    return [
      {
        name: `idle: flow manager with media folder, CPU over ${seconds} s`,
        value: (100 * cpuSeconds) / seconds,
        unit: '%',
        goal: { atMost: 0.1 },
      },
      { name: 'idle: the same, RSS', value: rssBytes / MEGABYTE, unit: 'MB', goal: { atMost: 100 } },
    ];
  } finally {
    computer.standIn.close();
  }
}
