import { join } from 'node:path';
import { runCommand } from '../processes/run-command.ts';
import { startServer, type ServerPlan, type ServerProcess } from '../processes/server-process.ts';
import type { Workplace } from '../workplace.ts';
import { toRecordLines, type BenchPeople, type RegistryChoice } from './bench-data.ts';
import type { RecordedAnswer } from './recorded-answer.ts';
import {
  binOf,
  planBare,
  planCloud,
  planFlowManager,
  planPeer,
  planRequester,
  type CloudOptions,
  type FlowManagerOptions,
  type Peer,
} from './server-plans.ts';

/** What is there before anything runs. */
interface Setting {
  readonly people: BenchPeople;
  readonly registry: RegistryChoice;
  /** The root of this clone. */
  readonly root: string;
  readonly isQuick: boolean;
  readonly say: (line: string) => void;
}

/** What rows put their contestants together from. */
export interface Stage extends Setting {
  /** For what no member of the stage starts. */
  readonly workplace: Workplace;
  /** Fires when the run is to end. */
  readonly signal: AbortSignal;
  /** Clouds to measure: of this clone, and of another one beside it when that was asked for. */
  readonly clouds: () => Promise<readonly ServerProcess[]>;
  /** Makes a data folder in which the people exist, and others with these GPII tokens. */
  readonly makeDataDir: (name: string, others?: readonly string[]) => Promise<string>;
  readonly startCloud: (options: CloudOptions) => Promise<ServerProcess>;
  readonly startRequester: (cloud: ServerProcess) => Promise<ServerProcess>;
  readonly startFlowManager: (options: FlowManagerOptions) => Promise<ServerProcess>;
  /** A server that sends recorded bytes, named `bare-…`. */
  readonly startBare: (name: string, answer: RecordedAnswer) => Promise<ServerProcess>;
  /** The server of a peer; the same for all rows. */
  readonly startPeer: (peer: Peer) => Promise<ServerProcess>;
  /**
   * Runs a script of this package, which gets a data folder in which the people exist as its first argument.
   *
   * @returns What it wrote to stdout.
   */
  readonly runScript: (script: string, dataDir: string) => Promise<string>;
}

/** What a stage is made of. */
interface StageOptions extends Setting {
  readonly workplace: Workplace;
  /** Root of another clone whose cloud is measured too. */
  readonly beside: string | undefined;
  /** Folder for CPU profiles of the servers. */
  readonly profileDir: string | undefined;
}

/** A stage on which nothing runs yet. */
export function createStage({ workplace, beside, profileDir, ...setting }: StageOptions): Stage {
  const { people, root } = setting;
  const place = { folder: workplace.folder, people, root };
  const start = (plan: ServerPlan): Promise<ServerProcess> =>
    startServer({ ...plan, nodeOptions: profileOptions(profileDir, plan.name) }, workplace);
  let clouds: Promise<readonly ServerProcess[]> | undefined;
  const peers = new Map<Peer, Promise<ServerProcess>>();
  const startPeer = (peer: Peer): Promise<ServerProcess> => {
    const started = peers.get(peer) ?? start(planPeer(peer, place));
    peers.set(peer, started);
    return started;
  };
  const stage: Stage = {
    ...setting,
    workplace,
    signal: workplace.signal,
    clouds: () => (clouds ??= startClouds(stage, beside)),
    makeDataDir: async (name, others = []) => {
      const dataDir = join(workplace.folder, name);
      const args = ['import', 'records', '-', '--data-dir', dataDir];
      await runCommand(
        {
          script: binOf(root, 'cloud'),
          args,
          input: toRecordLines({ ...people, gpiiTokens: [...people.gpiiTokens, ...others] }),
        },
        workplace,
      );
      return dataDir;
    },
    startCloud: (options) => start(planCloud({ root, ...options })),
    startRequester: async (cloud) => start(await planRequester(place, cloud)),
    startFlowManager: async (options) => start(await planFlowManager(place, options)),
    startBare: (name, answer) => start(planBare(name, answer)),
    startPeer,
    runScript: (script, dataDir) => runCommand({ script, args: [dataDir], input: '' }, workplace),
  };
  return stage;
}

async function startClouds(stage: Stage, beside: string | undefined): Promise<readonly ServerProcess[]> {
  const { registry } = stage;
  const ours = await stage.startCloud({ dataDir: await stage.makeDataDir('data'), registry });
  if (beside === undefined) return [ours];
  const dataDir = await stage.makeDataDir('data-beside');
  return [ours, await stage.startCloud({ name: 'cloud-beside', dataDir, registry, root: beside })];
}

function profileOptions(profileDir: string | undefined, name: string): readonly string[] {
  if (profileDir === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${name}.cpuprofile`];
}
