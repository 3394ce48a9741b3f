import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command, with all that it sees of the outside. */
export interface KeptCommand {
  readonly args: readonly string[];
  readonly stdin: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs commands of a program in a process that they share, one after the other. */
export interface KeptCommands {
  run(command: KeptCommand): Promise<Ended>;
}

/** A program whose commands share a process. */
export interface KeptProgram {
  readonly name: string;
  /** The built module that exports `main(argv)`. */
  readonly main: URL;
}

const PROCESS = fileURLToPath(new URL('kept-process.mjs', import.meta.url));

/** A process for the commands of one program, which starts with the first and ends with the tests. */
export function createKeptCommands(program: KeptProgram): KeptCommands {
  let kept: ChildProcess | undefined;
  return {
    run: async (command) => {
      const child = (kept ??= forkKept(program));
      try {
        return await ask(child, command);
      } catch (error) {
        kept = undefined;
        throw error;
      }
    },
  };
}

function ask(child: ChildProcess, command: KeptCommand): Promise<Ended> {
  const id = randomUUID();
  child.send({ id, ...command });
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off('message', take).off('exit', fail);
    };
    const take = (answer: { id: string; ended: Ended }): void => {
      if (answer.id !== id) return;
      settle();
      resolve(answer.ended);
    };
    const fail = (code: number | null): void => {
      settle();
      reject(new Error(`${command.args.join(' ')} ended its process with ${code ?? 'a signal'}`));
    };
    child.on('message', take).on('exit', fail);
  });
}

/** A process for a program. It ends with the channel to this process. */
export function forkKept({ name, main }: KeptProgram): ChildProcess {
  const child = fork(PROCESS, [main.href, name], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.setMaxListeners(0);
  child.unref();
  child.channel?.unref();
  return child;
}
