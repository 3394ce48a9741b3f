import { spawn } from 'node:child_process';
import type { ProcessPlace } from './server-process.ts';

/**
 * Runs a Node script to its end, with this input.
 *
 * @returns What it wrote to stdout.
 * @throws Error with what it wrote to stderr when it does not end with 0.
 */
export async function runCommand(
  { script, args, input }: { script: string; args: readonly string[]; input: string },
  { register, signal }: ProcessPlace,
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [script, ...args], { stdio: 'pipe', detached: true });
  register.add(child);
  let output = '';
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  // A command that ends early closes its input; its exit code and words say why.
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      register.delete(child);
      if (code === 0) resolve(output);
      else reject(new Error(`${script} ${args.join(' ')} ended with ${code ?? 'a signal'}. ${words.trim()}`));
    });
  });
}
