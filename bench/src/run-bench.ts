import type { Contestant } from './measure/contestant.ts';
import { runRounds } from './measure/run-rounds.ts';
import type { BenchOptions } from './options.ts';
import { readMachine } from './report/machine.ts';
import { judge, summarize, type BenchResults } from './report/results.ts';
import type { PreparedRow } from './rows/row.ts';
import { chooseRegistry, makePeople } from './stage/bench-data.ts';
import { createStage } from './stage/stage.ts';
import { withWorkplace } from './workplace.ts';

/**
 * Prepares the chosen rows, runs their contestants in turn, and gathers the figures. Nothing that it started is left.
 *
 * @param root - Root of the clone whose servers are measured.
 * @throws WrongAnswerError, InterruptedError, or why a server did not start.
 */
export async function runBench(
  options: BenchOptions,
  { root, say }: { root: string; say: (line: string) => void },
): Promise<BenchResults> {
  const { rounds: count, seconds, isQuick, beside, profileDir } = options;
  const machine = readMachine(root);
  const registry = chooseRegistry(root);
  return withWorkplace('bench', async (workplace) => {
    const stage = createStage({ isQuick, beside, profileDir, workplace, people: makePeople(), registry, root, say });
    const prepared: PreparedRow[] = [];
    for (const row of options.rows) {
      workplace.signal.throwIfAborted();
      prepared.push(await row.prepare(stage));
    }
    const contestants = prepared.flatMap((row): readonly Contestant[] => row.contestants);
    const rounds = await runRounds(contestants, { rounds: count, seconds, signal: workplace.signal, say });
    return {
      machine,
      seconds,
      rounds: count,
      registry: registry.source,
      contestants: contestants.map((contestant) => summarize(contestant, rounds)),
      figures: prepared.flatMap((row) => row.figures(rounds)).map(judge),
    };
  });
}
