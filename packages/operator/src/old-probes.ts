import { readFileSync } from 'node:fs';
import { OLD_PROBE_ROUTES } from '@gpii/protocol';
import { Refusal, sendJson, type HotRoute, type Probe, type RenderError } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';

const renderOldError: RenderError = ({ reason, message }) => ({
  isError: true,
  message: reason === 'store_unavailable' ? 'Problem with the database connection' : message,
});

/** What monitors of the old GPII cloud ask; the bodies are what they compare with (GPII-FORMATS §1). */
export const OLD_PROBES: readonly Probe[] = [
  { path: OLD_PROBE_ROUTES.health, asks: 'live', body: { isHealthy: true } },
  { path: OLD_PROBE_ROUTES.ready, asks: 'ready', body: { isReady: true }, renderError: renderOldError },
];

/**
 * Answers what is deployed: the content of a JSON file, as it was when the server started.
 *
 * @throws StartError (exit 78) when the file is named and is not JSON.
 */
export function createRevisionRoute(file: string | undefined): HotRoute {
  const revision = file === undefined ? undefined : readRevision(file);
  return {
    method: 'GET',
    path: OLD_PROBE_ROUTES.revision,
    renderError: renderOldError,
    handle: (_request, response) => {
      if (revision === undefined) {
        throw new Refusal({
          status: 404,
          code: 'not_found',
          reason: 'route_unknown',
          message: 'Nobody told this server which revision it is.',
        });
      }
      sendJson(response, 200, revision);
    },
  };
}

/** @throws StartError (exit 78). */
export function readRevision(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartError(`The revision file ${file} can't be read, or is not JSON.`, { cause: error });
  }
}
