import type { Environment } from '../handlers/expand-variables.ts';
import type { Handlers } from '../handlers/built-in-handlers.ts';
import type { Journal } from '../journal/journal.ts';

/** What a computer needs to be changed. */
export interface ComputerParts {
  readonly handlers: Handlers;
  readonly journal: Journal;
  readonly environment: Environment;
}
