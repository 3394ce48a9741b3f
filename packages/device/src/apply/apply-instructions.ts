import type { SolutionInstructions } from '../settings/solution-entry.ts';
import { applySolution, type ActionResults } from './apply-solution.ts';
import type { ComputerParts } from './computer-parts.ts';
import { groupByPlaces } from './group-by-places.ts';
import { undoAll } from './undo.ts';
import { usableInstructions, type SkippedStep } from './usable-instructions.ts';

/** What came of instructions. */
export interface Applied {
  readonly skipped: readonly SkippedStep[];
  /** Solution -> results of its actions. */
  readonly results: ReadonlyMap<string, ActionResults>;
}

/**
 * Changes the computer as the instructions say. Each step is in the journal before it is made. Solutions that change the
 * same place are changed one after another, in the order of the instructions; the others at the same time.
 *
 * @throws What the handler threw that failed first; all that was done before is undone.
 * @throws UndoError when that did not work out either.
 */
export async function applyInstructions(
  parts: ComputerParts,
  instructions: ReadonlyMap<string, SolutionInstructions>,
): Promise<Applied> {
  const skipped: SkippedStep[] = [];
  const solutions = [...instructions].map(([id, solution]) => {
    const found = usableInstructions(parts, id, solution);
    skipped.push(...found.skipped);
    return { id, usable: found.usable };
  });
  const results = new Map<string, ActionResults>();
  const failures: unknown[] = [];
  await Promise.all(
    groupByPlaces(solutions, parts.handlers).map(async (group) => {
      for (const { id, usable } of group) {
        if (failures.length > 0) return;
        await applySolution(parts, usable).then(
          (ofSolution) => results.set(id, ofSolution),
          (error: unknown) => failures.push(error),
        );
      }
    }),
  );
  if (failures.length === 0) return { skipped, results };
  await undoAll(parts);
  throw failures[0];
}
