import { setTimeout as wait } from 'node:timers/promises';
import { median } from '../measure/arithmetic.ts';
import { readMemory } from '../processes/proc-files.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import { ownRegistry } from '../stage/bench-data.ts';
import type { Stage } from '../stage/stage.ts';
import type { Figure, Row } from './row.ts';

const STARTS = 5;
const IDLE_MS = 5000;
const MEGABYTE = 1_000_000;

/** Start-up time and idle memory of the three servers, with the project's own registry. Nothing else runs meanwhile. */
export const startRow: Row = {
  name: 'start',
  describe: 'start-up time and idle memory of each server',
  prepare: async (stage) => {
    const dataDir = await stage.makeDataDir('data-of-start');
    const startMs = new Map<string, number[]>();
    const starts = stage.isQuick ? 1 : STARTS;
    let memory: readonly Figure[] = [];
    for (let count = 1; count <= starts; count += 1) {
      const servers = await startAll(stage, dataDir);
      for (const { name, startMs: took } of servers) startMs.set(name, [...(startMs.get(name) ?? []), took]);
      stage.say(`start ${count} of ${starts}: ${servers.map(describeStart).join(', ')}`);
      if (count === starts) {
        await wait(stage.isQuick ? 0 : IDLE_MS, undefined, { signal: stage.signal });
        memory = servers.flatMap(measureMemory);
      }
      for (const server of [...servers].reverse()) await server.stop();
    }
    const figures = [...[...startMs].map(toStartFigure), ...memory];
    return { contestants: [], figures: () => figures };
  },
};

async function startAll(stage: Stage, dataDir: string): Promise<readonly ServerProcess[]> {
  const registry = ownRegistry(stage.root);
  const cloud = await stage.startCloud({ dataDir, registry });
  const requester = await stage.startRequester(cloud);
  return [cloud, requester, await stage.startFlowManager({ cloud, requester, registry })];
}

function describeStart({ name, startMs }: ServerProcess): string {
  return `${name} ${Math.round(startMs)} ms`;
}

function toStartFigure([name, took]: readonly [string, readonly number[]]): Figure {
  return { name: `start of ${name} to its listening line`, value: median(took), unit: 'ms', goal: { atMost: 1500 } };
}

function measureMemory({ name, pid }: ServerProcess): readonly Figure[] {
  const { rssBytes, pssBytes } = readMemory(pid);
  return [
    { name: `idle memory of ${name} (RSS)`, value: rssBytes / MEGABYTE, unit: 'MB', goal: { atMost: 100 } },
    { name: `idle memory of ${name} (PSS)`, value: pssBytes / MEGABYTE, unit: 'MB' },
  ];
}
