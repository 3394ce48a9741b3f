import type { Contestant } from '../measure/contestant.ts';
import type { Rounds } from '../measure/run-rounds.ts';
import type { Stage } from '../stage/stage.ts';

/** A bound that an issue of this project sets. It is shown beside the figure, and never fails a run. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `×`, `ms`, `MB`, `µs CPU`. */
  readonly unit: string;
  readonly goal?: Goal;
  /** What one should know to read it. */
  readonly note?: string;
}

/** A row that is ready to run. */
export interface PreparedRow {
  /** What runs in every round; none when all was measured before the rounds. */
  readonly contestants: readonly Contestant[];
  /** The numbers, once the rounds are over. */
  readonly figures: (rounds: Rounds) => readonly Figure[];
}

/** A subject of the bench, which `--only` names. */
export interface Row {
  readonly name: string;
  /** One line for `--help`. */
  readonly describe: string;
  /** Runs only when it is named. */
  readonly takesMinutes?: true;
  /** Starts what it needs, records what bare servers send. What must have a quiet machine is measured here. */
  readonly prepare: (stage: Stage) => Promise<PreparedRow>;
}
