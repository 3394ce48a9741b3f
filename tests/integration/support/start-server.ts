import type { ServerProgram } from './places.ts';
import { startProcess, type ProcessPlan, type StartedProcess } from './start-process.ts';
import { until } from './until.ts';

/** A server that listens. */
export interface StartedServer extends StartedProcess {
  /** `http://127.0.0.1:PORT`, or `unix:/PATH`. */
  readonly url: string;
  /** Of the cloud. */
  readonly operatorUrl: string;
}

/** Starts `PROGRAM serve ARGS` and waits for its listening line. A server that ends instead fails with its words. */
export async function startServer(
  program: ServerProgram,
  args: readonly string[],
  more: Pick<ProcessPlan, 'env' | 'uid' | 'gid'> = {},
): Promise<StartedServer> {
  const server = startProcess({ program, args: ['serve', ...args], isServer: true, ...more });
  const line = await until(
    `${server.name} listens`,
    () => {
      if (!server.isRunning()) throw new Error(`${server.name} ended before it listened: ${server.stderr()}`);
      return server.log.lines().find(({ event }) => event === 'listening');
    },
    30_000,
  );
  server.look();
  return { ...server, url: String(line.url), operatorUrl: String(line.operatorUrl) };
}
