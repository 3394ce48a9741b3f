import { OPERATOR_ROUTES } from '@gpii/protocol';
import type { HotRoute } from '@gpii/service-kit';
import type { Metrics } from '@gpii/service-kit/metrics';

/** `GET /metrics`: what Prometheus scrapes. */
export function createMetricsRoute(metrics: Metrics): HotRoute {
  return {
    method: 'GET',
    path: OPERATOR_ROUTES.metrics,
    handle: async (_request, response) => {
      const text = await metrics.render();
      response.writeHead(200, {
        'Content-Type': metrics.contentType,
        'Content-Length': Buffer.byteLength(text),
        'Cache-Control': 'no-store',
      });
      response.end(text);
    },
  };
}
