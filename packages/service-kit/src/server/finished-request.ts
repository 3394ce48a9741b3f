import type { RequestContext } from './request-context.ts';

/** A request that has ended: what is counted of it. */
export interface FinishedRequest {
  readonly method: string;
  /** As it is written in the code; `none` where there is no such address. */
  readonly route: string;
  /** Undefined when whoever asked went away before an answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** Undefined for what was no proper HTTP request. */
  readonly context: RequestContext | undefined;
}
