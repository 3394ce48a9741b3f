import type { Server } from 'node:http';
import type { Logger } from '../logger.ts';

/** The log gets one line in this time, however many connections are turned away. */
const LOG_INTERVAL_MS = 10_000;

/** Turns connections away that are too many. */
export function limitConnections(
  server: Server,
  { maxConnections, logger }: { maxConnections?: number; logger: Logger },
): void {
  if (maxConnections === undefined) return;
  server.maxConnections = maxConnections;
  let turnedAway = 0;
  let loggedAt = -Infinity;
  server.on('drop', () => {
    turnedAway += 1;
    const now = performance.now();
    if (now - loggedAt < LOG_INTERVAL_MS) return;
    logger.warn({ reason: 'too_many_connections', turnedAway, maxConnections }, 'connections turned away');
    loggedAt = now;
    turnedAway = 0;
  });
}
