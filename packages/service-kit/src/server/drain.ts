import type { Server } from 'node:http';

/**
 * Stops a server without losing what it has begun.
 *
 * @param deadlineMs - How long running requests get before their connections are cut.
 * @returns How many connections had to be cut.
 */
export async function drain(server: Server, deadlineMs: number): Promise<number> {
  let cut = 0;
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  // A kept-alive connection becomes idle when its last request ends.
  const idleTimer = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  const deadline = setTimeout(() => {
    server.getConnections((_error, count) => {
      cut = count;
      server.closeAllConnections();
    });
  }, deadlineMs);
  await closed;
  clearInterval(idleTimer);
  clearTimeout(deadline);
  return cut;
}
