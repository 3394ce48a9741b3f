import { describe, expect, it } from 'vitest';
import { createComponent, sendJson, type HotRoute, type ServerComponent } from '../../src/index.ts';
import { openRaw, rawRequest, readToEnd } from '../support/raw-exchange.ts';
import { withServer } from '../support/with-server.ts';

/** A route that answers when told to. */
function createHeldRoute(): { route: HotRoute; begun: Promise<void>; release: () => void } {
  let begin = (): void => undefined;
  let release = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const handle: HotRoute['handle'] = async (_request, response) => {
    begin();
    await released;
    sendJson(response, 200, 'done');
  };
  return { route: { method: 'GET', path: '/held', handle }, begun, release };
}

describe('draining', () => {
  it('lets a running request end', async () => {
    const { route, begun, release } = createHeldRoute();
    await withServer({ hotRoutes: [route] }, async ({ url, drain }) => {
      const answer = fetch(`${url}/held`);
      await begun;
      const drained = drain(5000);
      release();
      expect([await (await answer).json(), await drained]).toEqual(['done', 0]);
    });
  });

  it('cuts a request that does not end by the deadline, and counts it', async () => {
    const { route, begun } = createHeldRoute();
    await withServer({ hotRoutes: [route] }, async ({ port, drain }) => {
      const text = readToEnd(openRaw(port, rawRequest('GET /held')));
      await begun;
      expect([await drain(20), await text]).toEqual([1, '']);
    });
  });

  it('refuses readiness at once on connections that are still open', async () => {
    const { route, begun, release } = createHeldRoute();
    await withServer({ hotRoutes: [route] }, async ({ port, drain }) => {
      const asking = openRaw(port, 'GET /health/ready HTTP/1.1\r\nHost: x\r\n');
      const held = readToEnd(openRaw(port, rawRequest('GET /held')));
      await begun;
      const drained = drain(5000);
      asking.write('\r\n');
      expect(await readToEnd(asking)).toContain('503 Service Unavailable');
      release();
      await Promise.all([held, drained]);
    });
  });

  it('takes no new connection', async () => {
    await withServer({}, async ({ url, drain }) => {
      await drain(100);
      await expect(fetch(url)).rejects.toThrow();
    });
  });

  it('closes idle connections without waiting for the deadline', async () => {
    await withServer({}, async ({ url, drain }) => {
      await (await fetch(`${url}/health/live`)).text();
      expect(await drain(60_000)).toBe(0);
    });
  });

  it('leaves no listener on the process over 20 servers', async () => {
    const count = (): number[] => process.eventNames().map((event) => process.listenerCount(event));
    const before = count();
    for (let round = 0; round < 20; round += 1) {
      await withServer({}, async ({ url }) => {
        await (await fetch(`${url}/health/live`)).text();
      });
    }
    expect(count()).toEqual(before);
  });

  it('gives each component a server of its own', () => {
    const [first, second] = [0, 1].map(() => createComponent('gpii.server', {}) as ServerComponent);
    expect(first?.httpServer).not.toBe(second?.httpServer);
  });
});
