import type { SolutionInstructions } from '../settings/solution-entry.ts';
import { applySolution, type ActionResults } from './apply-solution.ts';
import type { ComputerParts } from './computer-parts.ts';
import { undoAll } from './undo.ts';
import { usableInstructions, type SkippedStep } from './usable-instructions.ts';

/** What came of instructions. */
export interface Applied {
  readonly skipped: readonly SkippedStep[];
  /** Solution -> results of its actions. */
  readonly results: ReadonlyMap<string, ActionResults>;
}

/**
 * Changes the computer as the instructions say, solution by solution. Each step is in the journal before it is made.
 *
 * @throws What the handler threw that failed; all that was done before is undone.
 * @throws UndoError when that did not work out either.
 */
export async function applyInstructions(
  parts: ComputerParts,
  instructions: ReadonlyMap<string, SolutionInstructions>,
): Promise<Applied> {
  const skipped: SkippedStep[] = [];
  const results = new Map<string, ActionResults>();
  try {
    for (const [id, solution] of instructions) {
      const found = usableInstructions(parts, id, solution);
      skipped.push(...found.skipped);
      results.set(id, await applySolution(parts, found.usable));
    }
  } catch (error) {
    await undoAll(parts);
    throw error;
  }
  return { skipped, results };
}
