import { join } from 'node:path';
import { createComponent, createLogger, type ServerComponent } from '@gpii/service-kit';
import { StoreUnavailableError } from '@gpii/store';
import { describe, expect, it } from 'vitest';
import { OLD_PROBES } from '../../operator/src/old-probes.ts';
import { withCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

async function ask(address: string): Promise<readonly [number, unknown]> {
  const answer = await fetch(address);
  return [answer.status, await answer.json()];
}

describe('the probes of old monitors (GPII-FORMATS §1)', () => {
  it('answer what the old cloud did', async () => {
    await withFiles({ 'gpii-revision.json': '{"sha256": "abc"}' }, async (folder) => {
      await withCloud(join(folder, 'a'), async ({ url }) => {
        expect(await ask(`${url}/health`)).toEqual([200, { isHealthy: true }]);
        expect(await ask(`${url}/ready`)).toEqual([200, { isReady: true }]);
        expect(await ask(`${url}/revision`)).toMatchObject([404, { isError: true }]);
      });
      const revision = ['--revision-file', join(folder, 'gpii-revision.json')];
      await withCloud(
        join(folder, 'b'),
        async ({ url }) => {
          expect(await ask(`${url}/revision`)).toEqual([200, { sha256: 'abc' }]);
        },
        revision,
      );
    });
  });

  it('answer 503 in the old words while the database does not', async () => {
    const component = createComponent('gpii.server', {}) as ServerComponent;
    const server = await component.listen({
      at: { host: '127.0.0.1', port: 0 },
      logger: createLogger('test', 'silent'),
      probes: OLD_PROBES,
      checkReady: () => Promise.reject(new StoreUnavailableError('down')),
    });
    try {
      expect(await ask(`${server.url}/ready`)).toEqual([
        503,
        { isError: true, message: 'Problem with the database connection' },
      ]);
      expect(await ask(`${server.url}/health`)).toEqual([200, { isHealthy: true }]);
    } finally {
      await server.drain(0);
    }
  });
});
