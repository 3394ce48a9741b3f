import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FinishedRequest } from '../server/finished-request.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { createTally } from './tally.ts';

/** How often a cache had what was looked for. */
export interface CacheLookups {
  readonly hits: number;
  readonly misses: number;
}

/** What a metric is called and means. Label values have to come from fixed lists, never from a request. */
export interface MetricName {
  /** With `gpii_` in front, its unit behind, `_total` for counters. */
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

/** Numbers that a gauge or counter has now: one, or one for each combination of label values. */
export type ReadNumbers = () => number | NumbersByLabels | Promise<number>;
type NumbersByLabels = Iterable<readonly [labelValues: readonly string[], value: number]>;

/** The metrics of one server process, in the format that Prometheus scrapes. */
export interface Metrics {
  /** What a listener tells each request that has ended to. */
  requests(listener: string): (request: FinishedRequest) => void;
  /** Is told of every request that has ended, on all listeners. */
  onRequest(observe: (request: FinishedRequest) => void): void;
  /** A counter for busy roads. */
  tally(metric: MetricName): (...labelValues: readonly string[]) => void;
  /** A counter that stands elsewhere and is read when somebody scrapes. */
  counter(metric: MetricName, read: ReadNumbers): void;
  /** A gauge, read when somebody scrapes. */
  gauge(metric: MetricName, read: ReadNumbers): void;
  /** @param buckets - Upper bounds, in the unit of the name. */
  histogram(
    metric: MetricName,
    buckets: readonly number[],
  ): { observe(labels: Record<string, string>, value: number): void };
  cache(name: string, lookups: CacheLookups): void;
  /** All of it as text. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Begins to count: process and event loop as well. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const observers: ((request: FinishedRequest) => void)[] = [];
  const caches = new Map<string, CacheLookups>();
  const base = ({ name, help, labelNames = [] }: MetricName) => ({ name, help, labelNames, registers: [registry] });

  const metrics: Metrics = {
    requests: (listener) => (request) => {
      countRequest(listener, request);
      for (const observe of observers) observe(request);
    },
    onRequest: (observe) => {
      observers.push(observe);
    },
    tally: (metric) => {
      const tally = createTally();
      metrics.counter(metric, () => tally.entries());
      return tally.add;
    },
    counter: (metric, read) => {
      const counter: Counter = new Counter({
        ...base(metric),
        collect: async () => {
          const numbers = await read();
          counter.reset();
          fill(metric, numbers, (labels, value) => {
            counter.inc(labels, value);
          });
        },
      });
    },
    gauge: (metric, read) => {
      const gauge: Gauge = new Gauge({
        ...base(metric),
        collect: async () => {
          const numbers = await read();
          gauge.reset();
          fill(metric, numbers, (labels, value) => {
            gauge.set(labels, value);
          });
        },
      });
    },
    histogram: (metric, buckets) => new Histogram({ ...base(metric), buckets: [...buckets] }),
    cache: (name, lookups) => {
      caches.set(name, lookups);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
  const countRequest = createRequestMetrics(metrics);
  metrics.counter(
    {
      name: 'gpii_cache_lookups_total',
      help: 'Look-ups in the caches of this process, by whether it was there.',
      labelNames: ['cache', 'result'],
    },
    () =>
      [...caches].flatMap(([name, { hits, misses }]) => [
        [[name, 'hit'], hits] as const,
        [[name, 'miss'], misses] as const,
      ]),
  );
  return metrics;
}

function fill(
  { labelNames = [] }: MetricName,
  numbers: number | NumbersByLabels,
  set: (labels: Record<string, string>, value: number) => void,
): void {
  if (typeof numbers === 'number') {
    set({}, numbers);
    return;
  }
  for (const [values, value] of numbers) {
    set(Object.fromEntries(labelNames.map((label, index) => [label, values[index] ?? ''])), value);
  }
}
