import { spawn } from 'node:child_process';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * Runs a tool of the system, with arguments that are ours.
 *
 * @returns Whether the tool exists.
 * @throws StartError with what it said, when it fails.
 */
export function runTool(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(false);
      else reject(error);
    });
    child.once('close', (code) => {
      if (code === 0) resolve(true);
      else reject(new StartError(`${command} ${args.join(' ')} failed: ${said.trim()}`, { exitCode: EXIT.failed }));
    });
  });
}
