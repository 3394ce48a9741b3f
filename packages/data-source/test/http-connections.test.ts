import { describe, expect, it } from 'vitest';
import { createTally, openSource, startServer } from './with-server.ts';

describe('the connections of an http data source', () => {
  it('are used again', async () => {
    const tally = createTally();
    const { url } = await startServer((request, response) => response.end(String(tally.count(request))));
    const source = openSource({ url });

    for (let turn = 1; turn <= 5; turn += 1) expect(await source.get({})).toBe(turn);

    expect(tally.perConnection).toEqual([5]);
  });

  it('are at most ten, for 200 callers at once, who are all answered', async () => {
    let open = 0;
    let most = 0;
    const { server, url } = await startServer((request, response) => {
      setImmediate(() => response.end(JSON.stringify(request.url)));
    });
    server.on('connection', (socket) => {
      most = Math.max(most, (open += 1));
      socket.once('close', () => (open -= 1));
    });
    const source = openSource({ url, path: '/%n' });

    const answers = await Promise.all(Array.from({ length: 200 }, (_item, n) => source.get({ n: String(n) })));

    expect(answers).toEqual(Array.from({ length: 200 }, (_item, n) => `/${n}`));
    expect(most).toBeLessThanOrEqual(10);
  });

  it('are not held by callers whose deadline has passed in the queue', async () => {
    let isBack = false;
    const { url } = await startServer((_request, response) => {
      if (isBack) response.end('"back"');
    });
    // The last call has this deadline too, on a machine that may stall.
    const source = openSource({ url, maxSockets: 2, deadlineMs: 3000 });

    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => source.get({})));
    isBack = true;

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await source.get({})).toBe('back');
  });
});

describe('a connection that was kept open and breaks before an answer', () => {
  const breakingAt = async (broken: number): Promise<{ url: string; tally: ReturnType<typeof createTally> }> => {
    const tally = createTally();
    const { url } = await startServer((request, response) => {
      if (tally.count(request) === broken) request.socket.destroy();
      else response.end('"answer"');
    });
    return { url, tally };
  };

  it.each(['get', 'set'] as const)('makes an idempotent %s go out once more, on a new connection', async (act) => {
    const { url, tally } = await breakingAt(2);
    const source = openSource({ url });
    await source.get({});

    expect(await (act === 'get' ? source.get({}) : source.set({}, 1))).toBe('answer');
    expect(tally.perConnection).toEqual([2, 1]);
  });

  it.each(['get', 'set'] as const)('makes a %s by POST unreachable: it may have been done', async (act) => {
    const { url, tally } = await breakingAt(2);
    const source = openSource({ url, getMethod: 'POST', setMethod: 'POST' });
    await source.get({});

    await expect(act === 'get' ? source.get({}) : source.set({}, 1)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(tally.perConnection).toEqual([2]);
  });

  it('makes a request go out once more, not twice', async () => {
    let requests = 0;
    const { url } = await startServer((request, response) => {
      requests += 1;
      if (requests === 1) response.end('1');
      else request.socket.destroy();
    });
    const source = openSource({ url });
    await source.get({});

    await expect(source.get({})).rejects.toMatchObject({ kind: 'unreachable' });
    expect(requests).toBe(3);
  });
});

describe('a connection that breaks otherwise', () => {
  it('makes the request unreachable when it is new', async () => {
    let requests = 0;
    const { url } = await startServer((request) => {
      requests += 1;
      request.socket.destroy();
    });

    await expect(openSource({ url }).get({})).rejects.toMatchObject({ kind: 'unreachable' });
    expect(requests).toBe(1);
  });

  it('makes the request unreachable when an answer has begun', async () => {
    let requests = 0;
    const { url } = await startServer((request, response) => {
      requests += 1;
      if (requests === 1) response.end('1');
      else request.socket.end('HTTP/1.1 200 O');
    });
    const source = openSource({ url });
    await source.get({});

    await expect(source.get({})).rejects.toMatchObject({
      kind: expect.stringMatching(/unreachable|malformed/) as string,
    });
    expect(requests).toBe(2);
  });
});
