import { startServerProcess, untilItListens, type ServerPlan, type ServerProcess } from './server-process.ts';

/** A server that listens. */
interface RunningServer {
  readonly plan: ServerPlan;
  readonly url: string;
}

/** The servers that a trial has started. */
export interface ServerGroup {
  /** Starts a server and waits until it listens. Gives its address. */
  start(plan: ServerPlan): Promise<string>;
  /** Those that listen, in the order in which they were started. */
  running(): readonly RunningServer[];
  /** Waits for some work. Rejects at once when a server ends meanwhile, or the trial is interrupted. */
  during<Result>(work: Promise<Result>): Promise<Result>;
  /**
   * Stops all, one after the other, the last started first.
   *
   * @returns Sentences about those that did not end with 0.
   */
  stop(): Promise<readonly Error[]>;
  /** Ends all at once. */
  kill(): void;
}

/** Makes a group without servers. `signal` interrupts what it waits for. */
export function createServerGroup(signal: AbortSignal): ServerGroup {
  const servers: ServerProcess[] = [];
  const running: RunningServer[] = [];
  const trouble = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  // Nobody may be waiting when it comes.
  trouble.catch(() => undefined);
  const during = <Result>(work: Promise<Result>): Promise<Result> => {
    const ends = servers.map(async ({ ended }) => Promise.reject((await ended).error));
    return Promise.race([work, trouble, ...ends]);
  };
  return {
    during,
    start: async (plan) => {
      signal.throwIfAborted();
      const server = startServerProcess(plan);
      const listening = during(untilItListens(server));
      servers.push(server);
      const url = await listening;
      running.push({ plan, url });
      return url;
    },
    running: () => running,
    stop: async () => {
      const errors: Error[] = [];
      for (const server of servers.toReversed()) {
        const error = await server.stop();
        if (error !== undefined) errors.push(error);
      }
      return errors;
    },
    kill: () => {
      for (const server of servers) server.kill();
    },
  };
}
