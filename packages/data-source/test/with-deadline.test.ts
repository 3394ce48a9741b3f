import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { openSource } from './with-server.ts';

/** Answers at once, whatever this thread does. */
const SERVER = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((request, response) => response.end('"answer"'));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('an answer that came while the process stood still came in time', async () => {
  const worker = new Worker(SERVER, { eval: true });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const [port] = (await once(worker, 'message')) as [number];
  const source = openSource({ url: `http://127.0.0.1:${port}`, deadlineMs: 2000 });
  await source.get({});

  const answer = source.get({});
  // The request leaves.
  await new Promise((resolve) => setImmediate(resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500);

  expect(await answer).toBe('answer');
});
