import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { withServer } from '../support/with-server.ts';

it('closes the connections that are too many, logs that once, and serves the others', async () => {
  await withServer({ maxConnections: 2 }, async ({ port, url, waitForLine, lines }) => {
    const open = async (): Promise<Socket> => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    };
    const held = [await open(), await open()];
    for (let round = 0; round < 3; round += 1) await once(await open(), 'close');
    expect(await waitForLine(({ reason }) => reason === 'too_many_connections')).toMatchObject({ maxConnections: 2 });
    expect(lines).toHaveLength(1);
    await Promise.all(held.map((socket) => once(socket.destroy(), 'close')));
    // The server learns of the closed ones a moment later.
    const ask = (): Promise<Response> => fetch(`${url}/health/live`).catch(ask);
    expect((await ask()).status).toBe(200);
  });
});
