import { spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { cloneDir, nodeArgumentsOf, type Program } from './places.ts';
import { testFile } from './test-file.ts';
import { until, within } from './until.ts';

/** A terminal in which a program of ours runs, as somebody sits at it. */
export interface Terminal {
  /** Without colours and movements. */
  readonly screen: () => string;
  /** Waits until the screen shows it. */
  shows(pattern: RegExp): Promise<string>;
  type(keys: string): void;
  /** Exit code. */
  readonly ended: Promise<number | null>;
}

/** Undefined where `script` gives a program a terminal; else why a test that needs one is passed over. */
export const whyNoTerminal = spawnSync('script', ['--version']).status === 0 ? undefined : 'script is missing';

/** Starts a program in a terminal of its own. */
export function openTerminal(
  program: Program,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Terminal {
  const words = [process.execPath, ...nodeArgumentsOf(program), ...args];
  const line = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn('script', ['-qefc', `stty cols 100 rows 40; exec ${line}`, '/dev/null'], {
    cwd: cloneDir,
    env: { PATH, HOME, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: 'pipe',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  testFile.closers.push(async () => {
    child.kill('SIGKILL');
    await within('the end of a terminal', ended);
  });
  const screen = (): string => stripVTControlCharacters(output);
  return {
    screen,
    shows: (pattern) =>
      until(`the terminal shows ${String(pattern)}; it shows: ${screen()}`, () => pattern.exec(screen())?.[0], 20_000),
    type: (keys) => {
      child.stdin.write(keys);
    },
    ended,
  };
}
