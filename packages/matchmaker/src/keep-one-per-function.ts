import type { CompiledSolution } from './compiled-registry.ts';
import type { Priorities } from './find-priorities.ts';
import type { JsonValue } from './json.ts';

/**
 * Keeps one solution of those that do the same for a person, so that not two screen readers speak at once.
 *
 * Rule: functions are visited in the order in which the computer's solutions show them. Of a function's solutions that are
 * still accepted, the one with the highest priority stays (none counts as 0, the first in registry order wins a tie); the
 * others are rejected altogether, also where they had won another function.
 *
 * @param solutions - All solutions of the computer, for the order of the functions.
 * @param accepted - Those of them that serve the context.
 * @see GPII-FORMATS §3.5c
 */
export function keepOnePerFunction(
  solutions: readonly CompiledSolution[],
  accepted: readonly CompiledSolution[],
  priorities: Priorities,
): CompiledSolution[] {
  const kept = new Set(accepted);
  for (const visited of new Set(solutions.flatMap(({ functions }) => functions))) {
    const rivals = [...kept].filter(({ functions }) => functions.includes(visited));
    if (rivals.length > 1) {
      const winner = rivals.reduce((holder, rival) => (outranks(rival, holder, priorities) ? rival : holder));
      for (const rival of rivals.filter((solution) => solution !== winner)) {
        kept.delete(rival);
      }
    }
  }
  return [...kept];
}

function outranks(challenger: CompiledSolution, holder: CompiledSolution, priorities: Priorities): boolean {
  return isGreater(priorities.get(challenger.id) ?? 0, priorities.get(holder.id) ?? 0);
}

/** Compares as JavaScript's `>` does, because stored priorities may be anything. */
function isGreater(a: JsonValue, b: JsonValue): boolean {
  const [left, right] = [toPrimitive(a), toPrimitive(b)];
  return typeof left === 'string' && typeof right === 'string' ? left > right : Number(left) > Number(right);
}

/** What JavaScript compares of lists and objects, without calling a member of theirs. */
function toPrimitive(value: JsonValue): Exclude<JsonValue, object> {
  if (Array.isArray(value))
    return value.map((member) => (member === null ? '' : String(toPrimitive(member)))).join(',');
  return typeof value === 'object' && value !== null ? '[object Object]' : value;
}
