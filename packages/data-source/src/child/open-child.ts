import { spawn, type ChildProcess } from 'node:child_process';
import { askOverChannel, type AskingEnd } from './ask-channel.ts';

/** A child process that is started when it is first asked, and again when it is asked after its end. */
export interface OpenedChild {
  /** The asking end of the child that runs. */
  end(): AskingEnd;
  /** Ends the child, unless others use it. */
  close(): void;
}

const children = new Map<string, { users: number; child?: ChildProcess; end?: AskingEnd }>();

/**
 * Opens a child process. Who names the same command shares one: several data sources of a config ask one program.
 *
 * @param command - Program and arguments, without a shell; `node` is the Node that runs this process.
 */
export function openChild(command: readonly string[]): OpenedChild {
  const name = JSON.stringify(command);
  const shared = children.get(name) ?? { users: 0 };
  shared.users += 1;
  children.set(name, shared);
  return {
    end: () => {
      if (shared.end?.isOpen() === true) return shared.end;
      shared.child = start(command);
      return (shared.end = askOverChannel(shared.child, `The child process ${command[0] ?? ''}`));
    },
    close: () => {
      shared.users -= 1;
      if (shared.users > 0) return;
      children.delete(name);
      shared.child?.kill();
    },
  };
}

/** The child ends with us: its channel closes, and it has nothing else to do. */
function start([program = '', ...args]: readonly string[]): ChildProcess {
  const path = program === 'node' ? process.execPath : program;
  const child = spawn(path, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  // Nobody waits for it when there is nothing else to do; a question is waited for until its deadline.
  child.unref();
  child.channel?.unref();
  return child;
}
