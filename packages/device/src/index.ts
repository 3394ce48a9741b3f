/** From the cloud's lifecycle instructions to settings of this computer's applications. */
export { EntryError, toInstructions } from './settings/to-instructions.ts';
export type { TransformModel } from './settings/to-application-settings.ts';
export type { SolutionInstructions, Step } from './settings/solution-entry.ts';
