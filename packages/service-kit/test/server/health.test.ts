import { describe, expect, it } from 'vitest';
import { withServer } from '../support/with-server.ts';

describe('health', () => {
  it('is ready when what it depends on works', async () => {
    await withServer({ checkReady: () => Promise.resolve() }, async ({ url }) => {
      const answer = await fetch(`${url}/health/ready`);
      expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready' }]);
    });
  });

  it('is not ready when what it depends on fails, and says when to ask again', async () => {
    await withServer({ checkReady: () => Promise.reject(new Error('down')) }, async ({ url }) => {
      const answer = await fetch(`${url}/health/ready`);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    });
  });

  it('is live without what it depends on', async () => {
    await withServer({ checkReady: () => Promise.reject(new Error('down')) }, async ({ url }) => {
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    });
  });
});
