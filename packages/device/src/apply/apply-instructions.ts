import type { SkippedStep } from '../settings/skipped-step.ts';
import type { SolutionInstructions } from '../settings/solution-entry.ts';
import { applySolution, type ActionResults, type AppliedSolution, type ChangedSetting } from './apply-solution.ts';
import type { ComputerParts } from './computer-parts.ts';
import { groupByPlaces } from './group-by-places.ts';
import { undoAll } from './undo.ts';
import { usableInstructions } from './usable-instructions.ts';

/** What came of instructions. */
export interface Applied {
  readonly skipped: readonly SkippedStep[];
  /** Solution -> results of its actions. */
  readonly results: ReadonlyMap<string, ActionResults>;
  /** In the order of the instructions. */
  readonly changes: readonly ChangedSetting[];
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
  const applied = new Map<string, AppliedSolution>();
  const failures: unknown[] = [];
  await Promise.all(
    groupByPlaces(solutions, parts.handlers).map(async (group) => {
      for (const { id, usable } of group) {
        if (failures.length > 0) return;
        await applySolution(parts, id, usable).then(
          (ofSolution) => applied.set(id, ofSolution),
          (error: unknown) => failures.push(error),
        );
      }
    }),
  );
  if (failures.length === 0) {
    const inOrder = solutions.flatMap(({ id }) => applied.get(id) ?? []);
    const results = new Map([...applied].map(([id, ofSolution]) => [id, ofSolution.results]));
    skipped.push(...inOrder.flatMap((ofSolution) => ofSolution.skipped));
    return { skipped, results, changes: inOrder.flatMap(({ changes }) => changes) };
  }
  await undoAll(parts);
  throw failures[0];
}
