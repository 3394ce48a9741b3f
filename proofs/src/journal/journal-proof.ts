import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createHttpClient,
  makeChangedComputer,
  median,
  readAllFiles,
  startFlowManagerAt,
  type ChangedComputer,
  type Figure,
  type ServerProcess,
} from '@gpii/bench';
import type { Proof, ProofStage } from '../proof.ts';
import { killAtRandom, type Phase, type Usual } from './kill-at-random.ts';

const MEASURED = 5;

/** kill -9 while a computer is changed or put back: after the next start it is as before (SECURITY G-R, issue 7). */
export const journalProof: Proof = {
  name: 'journal',
  describe: 'kill -9 at a random moment of key-in, key-out and start; after the next start every byte is as before',
  sizes: [{ name: 'rounds', byDefault: 200, describe: 'kills' }],
  run: async (stage) => {
    const computer = await makeChangedComputer(await mkdtemp(join(stage.workplace.folder, 'computer-')));
    if (!computer.hasGsettings) stage.say('there is no gsettings on this machine: files only');
    try {
      return await runRounds(stage, computer);
    } finally {
      computer.standIn.close();
    }
  },
};

interface Tally {
  readonly killed: Record<Phase, number>;
  foundChanged: number;
  leftChanged: number;
  journals: number;
  preferences: number;
  readonly startMs: number[];
}

async function runRounds(stage: ProofStage, computer: ChangedComputer): Promise<readonly Figure[]> {
  const before = await readAllFiles(computer.home);
  const tally: Tally = {
    killed: { 'key-in': 0, 'key-out': 0, start: 0 },
    ...{ foundChanged: 0, leftChanged: 0, journals: 0, preferences: 0 },
    startMs: [],
  };
  const start = (): Promise<ServerProcess> => startFlowManagerAt(computer, stage);
  let flowManager = await start();
  const usual = await measureUsual(flowManager);
  stage.say(`a key-in takes ${Math.round(usual.inMs)} ms, a key-out ${Math.round(usual.outMs)} ms`);
  const count = stage.size('rounds');
  for (let round = 1; round <= count; round += 1) {
    stage.workplace.signal.throwIfAborted();
    const { phase, afterMs } = await killAtRandom(flowManager, { start, stage, usual });
    tally.killed[phase] += 1;
    const found = differences(before, await readAllFiles(computer.home));
    if (found.length > 0) tally.foundChanged += 1;
    flowManager = await start();
    tally.startMs.push(flowManager.startMs);
    const left = await look(computer, before, tally);
    stage.say(`${round} of ${count}: killed ${afterMs} ms into ${phase}, ${found.length} changed, ${left.length} left`);
    for (const name of left) stage.say(`  left changed: ${name}`);
  }
  await flowManager.stop();
  return toFigures(tally, computer);
}

/** What is not as before; it is counted. */
async function look(
  { home, stateDir, preference }: ChangedComputer,
  before: ReadonlyMap<string, string>,
  tally: Tally,
): Promise<readonly string[]> {
  const now = await readAllFiles(home);
  const left = differences(before, now);
  tally.leftChanged += left.length;
  if (existsSync(join(stateDir, 'journal.jsonl'))) tally.journals += 1;
  const texts = [...now.values(), ...(await readAllFiles(stateDir)).values()];
  if (texts.some((text) => text.includes(preference))) tally.preferences += 1;
  return left;
}

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names].filter((name) => asCompared(name, before.get(name)) !== asCompared(name, now.get(name)));
}

/** Files by their bytes; gsettings by its keys, because it leaves an empty line of its own where a key was. */
function asCompared(name: string, text: string | undefined): string | undefined {
  return name.endsWith('glib-2.0/settings/keyfile') ? text?.replace(/\n+/g, '\n') : text;
}

async function measureUsual({ url }: ServerProcess): Promise<Usual> {
  const http = createHttpClient(1);
  const [inMs, outMs]: [number[], number[]] = [[], []];
  const act = async (path: string): Promise<number> => {
    const { status, durationMs, body } = await http.send({ url, method: 'POST', path });
    if (status !== 200) throw new Error(`${path} answers ${status} ${body.toString()}`);
    return durationMs;
  };
  try {
    for (let turn = 0; turn < MEASURED; turn += 1) {
      inMs.push(await act('/user/somebody/login'));
      outMs.push(await act('/user/somebody/logout'));
    }
  } finally {
    http.close();
  }
  return { inMs: median(inMs), outMs: median(outMs) };
}

function toFigures(tally: Tally, { solutions, hasGsettings }: ChangedComputer): readonly Figure[] {
  const none = { atMost: 0 };
  const { killed, startMs } = tally;
  const note = `${solutions} solutions${hasGsettings ? '' : ', no gsettings on this machine'}`;
  return [
    { name: 'journal: kills', value: startMs.length, unit: '', note },
    ...Object.entries(killed).map(([phase, value]) => ({ name: `journal: kills during ${phase}`, value, unit: '' })),
    { name: 'journal: kills that left the computer changed', value: tally.foundChanged, unit: '' },
    { name: 'journal: files left changed after the next start', value: tally.leftChanged, unit: '', goal: none },
    { name: 'journal: journals left after the next start', value: tally.journals, unit: '', goal: none },
    { name: 'journal: preferences found on disk', value: tally.preferences, unit: '', goal: none },
    { name: 'journal: start, p50', value: median(startMs), unit: 'ms' },
    { name: 'journal: start, slowest', value: Math.max(...startMs), unit: 'ms' },
  ];
}
