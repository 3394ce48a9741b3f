import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CLOUD_ROUTES } from '@gpii/protocol';
import type { FinishedRequest, Metrics } from '@gpii/service-kit/metrics';
import type { WrittenBatch } from '@gpii/store';
import type { OperatorRooms } from '../operations/operation.ts';

const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const BATCH_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/** A scrape must not wait for a database that hangs. */
const HEALTH_DEADLINE_MS = 1000;

/** What the store tells its batches to. */
export function createBatchMetrics(metrics: Metrics): (batch: WrittenBatch) => void {
  const labelNames = ['collection'];
  const sizes = metrics.histogram(
    { name: 'gpii_store_batch_size', help: 'Documents that were written together.', labelNames },
    BATCH_SIZES,
  );
  const durations = metrics.histogram(
    { name: 'gpii_store_batch_duration_seconds', help: 'How long a batch of writes took.', labelNames },
    BATCH_SECONDS,
  );
  const fail = metrics.tally({
    name: 'gpii_store_failed_batches_total',
    help: 'Batches of writes that the database did not take.',
    labelNames,
  });
  return ({ collection, size, durationMs, failed }) => {
    sizes.observe({ collection }, size);
    durations.observe({ collection }, durationMs / 1000);
    if (failed) fail(collection);
  };
}

/** What the rooms behind the routes count, read at each scrape; and what token requests came to. */
export function measureData(metrics: Metrics, data: OperatorRooms, dataDir: string): void {
  const { activity, store, verifier } = data;
  metrics.cache('clients', verifier.lookups);
  metrics.counter(
    { name: 'gpii_revocations_total', help: 'New revocations, by what was revoked.', labelNames: ['kind'] },
    () => [...activity.revocations].map(([kind, count]) => [[kind], count] as const),
  );
  const { audit } = activity;
  metrics.counter({ name: 'gpii_audit_records_total', help: 'Audit records that were stored.' }, () => audit.stored);
  metrics.counter(
    { name: 'gpii_audit_failed_writes_total', help: 'Audit records that could not be stored.' },
    () => audit.failed,
  );
  metrics.gauge(
    { name: 'gpii_audit_lag_seconds', help: 'How long the audit record that waits longest has been waiting.' },
    () => audit.lagMs() / 1000,
  );
  metrics.gauge({ name: 'gpii_store_up', help: '1 when the database answers, 0 when not.' }, () =>
    store.checkReady(HEALTH_DEADLINE_MS).then(
      () => 1,
      () => 0,
    ),
  );
  metrics.gauge({ name: 'gpii_store_bytes', help: 'Size of the files in the data folder.' }, () => sizeOf(dataDir));
  countOutcomes(metrics);
}

/** Labels come from fixed lists: grant and client type from the token endpoint, error codes from its refusals. */
function countOutcomes(metrics: Metrics): void {
  const countToken = metrics.tally({
    name: 'gpii_token_requests_total',
    help: 'Token requests by grant, client type (empty where the client is not known) and error code (empty when an access token was issued).',
    labelNames: ['grant', 'client_type', 'error'],
  });
  const countIntrospection = metrics.tally({
    name: 'gpii_introspections_total',
    help: 'Introspections by result: active, inactive or refused.',
    labelNames: ['result'],
  });
  metrics.onRequest(({ route, status, context }: FinishedRequest) => {
    if (context === undefined || status === undefined) return;
    const { grant = '', clientType = '', result = 'refused' } = context.logFields;
    if (route === CLOUD_ROUTES.token || route === CLOUD_ROUTES.tokenForOldInstalls) {
      countToken(grant, clientType, context.errorCode ?? '');
    } else if (route === CLOUD_ROUTES.introspect) {
      countIntrospection(result);
    }
  });
}

/** Files come and go while one looks: what is gone counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
