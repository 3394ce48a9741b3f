import type { Figure, Workplace } from '@gpii/bench';
import type { Random } from './measure/random.ts';

/** How much of something a proof does: an option of its command line. */
export interface Size {
  /** Of the option, without its dashes: `rounds`. */
  readonly name: string;
  /** What the goal asks for. */
  readonly byDefault: number;
  readonly describe: string;
}

/** One of the long proofs. */
export interface Proof {
  /** As in `npm run proof:NAME`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly describe: string;
  readonly sizes: readonly Size[];
  /** Finds the figures out. Throws when it cannot go on, which is no figure. */
  readonly run: (stage: ProofStage) => Promise<readonly Figure[]>;
}

/** What a proof works with. */
export interface ProofStage {
  readonly workplace: Workplace;
  /** Root of the clone whose servers run. */
  readonly root: string;
  /** All chances that a proof takes come from here, so that its seed repeats them. */
  readonly random: Random;
  /** @throws RangeError for a size that the proof does not have. */
  readonly size: (name: string) => number;
  /** Says how far it is, on stderr. */
  readonly say: (line: string) => void;
}
