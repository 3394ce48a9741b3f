import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource, startServer } from './with-server.ts';
import { portOf } from './serve-contract-peer.ts';

describe('an http data source', () => {
  it.each([301, 302, 303, 307, 308])('takes a redirect (%i) for a refusal, and follows none', async (status) => {
    const elsewhere: unknown[] = [];
    const other = await startServer((request, response) => {
      elsewhere.push(request.url);
      response.end('{}');
    });
    const { url } = await startServer((_request, response) => {
      response.writeHead(status, { Location: `${other.url}/stolen` }).end();
    });
    const source = openSource({ url, getMethod: 'POST', form: { secret: '%secret' } });

    await expect(source.get({ secret: 's' })).rejects.toMatchObject({ kind: 'refused', status });
    expect(elsewhere).toEqual([]);
  });

  it('gives up at the deadline when an answer comes in drops', async () => {
    const { url } = await startServer((_request, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.once('close', () => {
        clearInterval(timer);
      });
    });

    await expect(openSource({ url, deadlineMs: 250 }).get({})).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('does not take an answer without length that never ends', async () => {
    const { url } = await startServer((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.once('close', () => {
        clearInterval(timer);
      });
    });

    await expect(openSource({ url, limitBytes: 50_000 }).get({})).rejects.toMatchObject({ kind: 'too_large' });
  });

  it('understands Retry-After as a date', async () => {
    const { url } = await startServer((_request, response) => {
      response.writeHead(503, { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }).end();
    });

    const error: unknown = await openSource({ url })
      .get({})
      .catch((thrown: unknown) => thrown);

    const { retryAfterSeconds } = error as { retryAfterSeconds: number };
    expect(retryAfterSeconds).toBeGreaterThan(55);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  });

  it('calls a peer malformed that does not speak HTTP', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });

    const source = openSource({ url: `http://127.0.0.1:${portOf(server as never)}` });

    await expect(source.get({})).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('calls a peer unreachable that does not speak TLS where TLS is expected', async () => {
    const { url } = await startServer((_request, response) => response.end('{}'));

    const source = openSource({ url: url.replace('http:', 'https:') });

    await expect(source.get({})).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('quotes nothing of an answer that is not JSON', async () => {
    const { url } = await startServer((_request, response) => response.end('gpii_at_secret'));

    const error: unknown = await openSource({ url })
      .get({})
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ kind: 'malformed' });
    expect((error as Error).cause).toBeUndefined();
    expect(String((error as Error).stack)).not.toContain('gpii_at_secret');
  });
});
