/** Exit codes of servers and commands (sysexits.h where it has one). */
export const EXIT = {
  ok: 0,
  /** It was asked for properly and could not be done, or was refused. */
  failed: 1,
  /** The command line is wrong. */
  usage: 64,
  /** Something that it needs is not to be had: a port, the database, a server, the build. */
  unavailable: 69,
  /** Settings are wrong. */
  config: 78,
  /** Ended by a second Ctrl-C. */
  interrupted: 130,
} as const;

/** A server or command cannot start, or cannot go on. Its message is one sentence for the person who started it. */
export class StartError extends Error {
  readonly exitCode: number;
  /** Each its own line below the message. */
  readonly problems: readonly string[];

  constructor(message: string, options: { exitCode?: number; problems?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StartError';
    this.exitCode = options.exitCode ?? EXIT.config;
    this.problems = options.problems ?? [];
  }
}
