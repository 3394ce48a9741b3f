import type { AdaptationFunction } from './adaptation-function.ts';
import type { JsonObject } from './json.ts';

/** The solutions registries of all operating systems, ready for matching. Made by `compileRegistry`. */
export interface CompiledRegistry {
  /** The solutions for an operating system in registry order; none where the system is unknown. */
  solutionsOf(osId: string): readonly CompiledSolution[];
  /** What people call a solution, on whichever operating system; undefined where no registry says. */
  nameOf(solutionId: string): string | undefined;
}

/** One solution of a registry, with all that can be computed without knowing the person or the computer. */
export interface CompiledSolution {
  readonly id: string;
  /** The registry entry, whole, as it was loaded. */
  readonly entry: JsonObject;
  /**
   * The solution as a member of a JSON object, `"id":{…}`, in UTF-8; made once, because it is most of an answer. Those of one
   * registry lie in one piece of memory in registry order, with a comma between them.
   */
  readonly memberBytes: Uint8Array;
  /** The preference term that holds this solution's own settings. */
  readonly applicationTerm: string;
  /** The versions that the registry entry is for, if it says so. */
  readonly versionRange: string | undefined;
  /** The terms that this solution understands. */
  readonly capabilities: ReadonlySet<string>;
  /** The functions of which a person needs only one solution. */
  readonly functions: readonly AdaptationFunction[];
}
