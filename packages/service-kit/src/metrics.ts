export { createMetrics, type CacheLookups, type Metrics } from './metrics/create-metrics.ts';
export type { FinishedRequest } from './server/finished-request.ts';
