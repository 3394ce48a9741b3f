import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { requireOwnAccount } from '../src/own-account.ts';

/** What a request over TCP from this process comes to when the flow manager runs as `own`. */
async function outcome(own: number): Promise<unknown> {
  let said: unknown = 'let in';
  const server = createServer((request, response) => {
    try {
      requireOwnAccount(request, own);
    } catch (error) {
      said = error;
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  return said;
}

const own = process.getuid?.() ?? 0;

it('lets its own account in, and root', async () => {
  expect(await outcome(own)).toBe('let in');
});

it.skipIf(own === 0)('refuses another account', async () => {
  expect(await outcome(own + 1)).toMatchObject({ status: 403, reason: 'other_account' });
});

it('refuses over TCP where nothing says who asks', () => {
  // Ports of no connection that there is.
  const request = { socket: { localPort: 1, remotePort: 1 } } as unknown as IncomingMessage;
  expect(() => {
    requireOwnAccount(request);
  }).toThrow('this system does not say who asks');
});

it('leaves a socket to the rights of its file', () => {
  const request = { socket: {} } as unknown as IncomingMessage;
  expect(() => {
    requireOwnAccount(request);
  }).not.toThrow();
});
