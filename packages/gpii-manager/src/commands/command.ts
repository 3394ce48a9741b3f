import type { ManagerSettings } from '../config.ts';
import type { Steps } from '../terminal/steps.ts';

/** What every command works with. */
export interface CommandRooms {
  readonly settings: ManagerSettings;
  readonly steps: Steps;
}

/** What a command has to tell: as lines for people, as JSON with `--json`. */
export interface Report {
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** Default 0. */
  readonly exitCode?: number;
}
