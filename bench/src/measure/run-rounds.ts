import type { Contestant } from './contestant.ts';
import { runRound, type RoundResult, type TurnCounter } from './run-round.ts';

/** The rounds of each contestant, by its name; all have the same number. */
export type Rounds = ReadonlyMap<string, readonly RoundResult[]>;

/** How long it runs, and who is told. */
export interface RunOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Share of a round's length for which each contestant runs uncounted before the first one. */
const WARM_UP_SHARE = 0.5;

/** Runs all contestants in turn, round after round: A B C A B C …. */
export async function runRounds(contestants: readonly Contestant[], options: RunOptions): Promise<Rounds> {
  const { rounds, seconds, signal, say } = options;
  const turns = new Map<string, TurnCounter>(contestants.map(({ name }) => [name, { next: 0 }]));
  const results = new Map<string, RoundResult[]>(contestants.map(({ name }) => [name, []]));
  if (contestants.length > 0) say('warming up');
  for (const contestant of contestants) {
    await runRound(contestant, turnsOf(turns, contestant), { seconds: seconds * WARM_UP_SHARE, signal });
  }
  for (let round = 1; round <= rounds && contestants.length > 0; round += 1) {
    const said: string[] = [];
    for (const contestant of contestants) {
      const result = await runRound(contestant, turnsOf(turns, contestant), { seconds, signal });
      results.get(contestant.name)?.push(result);
      said.push(`${contestant.name} ${Math.round(result.perSecond)}/s`);
    }
    say(`round ${round} of ${rounds}: ${said.join(', ')}`);
  }
  return results;
}

function turnsOf(turns: ReadonlyMap<string, TurnCounter>, { name }: Contestant): TurnCounter {
  const found = turns.get(name);
  if (found === undefined) throw new Error(`There is no contestant ${name}`);
  return found;
}
