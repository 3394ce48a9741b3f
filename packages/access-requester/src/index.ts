/** Builds and starts the access requester within another process: its settings, grade and config. Registers the grade. */
export { accessRequesterService } from './grades.ts';
export type { AccessRequesterStatus } from './describe-status.ts';
