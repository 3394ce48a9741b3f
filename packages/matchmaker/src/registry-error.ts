/** The place in a solutions registry that can't be read. */
export interface RegistryPlace {
  /** The operating system that the registry is for, such as `linux`. */
  readonly osId: string;
  /** Absent where the registry itself is wrong. */
  readonly solutionId?: string;
  /** Path of the field within the solution's entry, such as `settingsHandlers.configuration`. */
  readonly field?: string;
}

/** A solutions registry of a wrong shape. Its message names the place; who loads the registry adds the file. */
export class RegistryError extends Error {
  readonly place: RegistryPlace;

  /** @param problem - What the place must be, such as `must be an object`. */
  constructor(place: RegistryPlace, problem: string) {
    const solution = place.solutionId === undefined ? '' : `, solution ${place.solutionId}`;
    const field = place.field === undefined ? '' : `, field ${place.field}`;
    super(`Solutions registry ${place.osId}${solution}${field} ${problem}`);
    this.name = 'RegistryError';
    this.place = place;
  }
}
