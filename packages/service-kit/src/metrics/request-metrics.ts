import type { FinishedRequest } from '../server/finished-request.ts';
import type { Metrics } from './create-metrics.ts';

/** From what an idle server does to what Node's request timeout ends, in seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Anybody can send a method of his own making: it is counted as `other`. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts requests by listener, route, method and class of status, and their durations by listener and route. */
export function createRequestMetrics(metrics: Metrics): (listener: string, request: FinishedRequest) => void {
  const count = metrics.tally({
    name: 'gpii_http_requests_total',
    help: 'Requests that have ended, by listener, route, method and class of status.',
    labelNames: ['listener', 'route', 'method', 'status'],
  });
  const durations = metrics.histogram(
    {
      name: 'gpii_http_request_duration_seconds',
      help: 'How long requests took, from their headers to the end of the answer.',
      labelNames: ['listener', 'route'],
    },
    DURATION_BUCKETS,
  );
  return (listener, { method, route, status, durationMs }) => {
    count(listener, route, METHODS.has(method) ? method : 'other', classOf(status));
    durations.observe({ listener, route }, durationMs / 1000);
  };
}

/** `2xx`; `cut` when nobody was answered. */
function classOf(status: number | undefined): string {
  return status === undefined ? 'cut' : `${Math.floor(status / 100)}xx`;
}
