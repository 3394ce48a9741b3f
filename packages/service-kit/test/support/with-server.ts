import { pino } from 'pino';
import { createComponent, type ServePlan, type ServerComponent } from '../../src/index.ts';

/** A line of the log. */
type LogLine = Readonly<Record<string, unknown>>;

/** A real server on a free port, and what it logged. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly component: ServerComponent;
  readonly lines: readonly LogLine[];
  readonly drain: (deadlineMs: number) => Promise<number>;
  /** The next line that fits, or the first one there was. */
  readonly waitForLine: (fits: (line: LogLine) => boolean) => Promise<LogLine>;
}

/** Runs a test with a server that is gone afterwards. */
export async function withServer(plan: Partial<ServePlan>, test: (server: TestServer) => Promise<void>): Promise<void> {
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  const logger = pino(
    { level: 'debug', base: null, timestamp: false, formatters: { level: (label) => ({ level: label }) } },
    {
      write: (text: string) => {
        lines.push(JSON.parse(text) as LogLine);
        for (const look of waiting) look();
      },
    },
  );
  const component = createComponent('gpii.server', {}) as ServerComponent;
  const running = await component.listen({ at: { host: '127.0.0.1', port: 0 }, logger, ...plan });
  try {
    await test({
      url: running.url,
      port: Number(/\d+$/.exec(running.url)?.[0]),
      component,
      lines,
      drain: (deadlineMs) => running.drain(deadlineMs),
      waitForLine: (fits) =>
        new Promise((resolve) => {
          const look = (): void => {
            const line = lines.find(fits);
            if (line === undefined) return;
            waiting.delete(look);
            resolve(line);
          };
          waiting.add(look);
          look();
        }),
    });
  } finally {
    if (component.httpServer.listening) await running.drain(0);
  }
}
