import type { Report } from './report.ts';
import type { ServerGroup } from './server-group.ts';
import type { PlanSources } from './server-plans.ts';

/** What every step of a trial works with. */
export interface Trial extends PlanSources {
  readonly group: ServerGroup;
  readonly report: Report;
  /** Aborted when the trial is to stop. */
  readonly signal: AbortSignal;
  /** Root of the clone. */
  readonly cloneDir: string;
}
