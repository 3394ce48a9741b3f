/**
 * The one way in which the scripts here run a step: a line with its seconds, and an end at the first that fails.
 * Node built-ins only, because this runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone, wherever the script was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A step failed. `message` is one sentence for the person who ran the script, `output` what the command said. */
export class StepError extends Error {
  constructor(message, { exitCode = 1, output = '' } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.output = output;
  }
}

/**
 * Runs a script's body; a failed step becomes its output, one sentence and an exit code.
 *
 * @param {() => Promise<void>} body
 */
export async function runScript(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    if (error.output.trim() !== '') process.stderr.write(`${error.output.trimEnd()}\n`);
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

/**
 * Does one step and prints it as one line with its seconds. `streams`: its output comes below that line. `beside`: the line
 * comes when it is done, because others run at the same time.
 *
 * @param {string} title
 * @param {() => void | Promise<void>} run
 * @param {{ streams?: boolean, beside?: boolean }} [options]
 */
export async function step(title, run, { streams = false, beside = false } = {}) {
  const startedAt = Date.now();
  if (!beside) process.stdout.write(streams ? `${title} …\n` : `${title} … `);
  try {
    await run();
  } catch (error) {
    if (!streams) process.stdout.write(beside ? `${title} … failed\n` : 'failed\n');
    throw error;
  }
  const seconds = `${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`;
  process.stdout.write(streams ? `${title}: ${seconds}` : beside ? `${title} … ${seconds}` : seconds);
}

/**
 * Runs a command in the root of the clone, without a terminal's input. Its output is shown only when it fails, or as
 * it comes with `streams`.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ message: string, exitCode?: number, streams?: boolean, env?: Record<string, string> }} options - What to
 *   say when it fails.
 * @returns {Promise<string>} What it wrote to stdout.
 * @throws StepError when it does not end with 0.
 */
export async function runCommand(file, args, { message, exitCode = 1, streams = false, env = {} }) {
  const output = streams ? 'inherit' : 'pipe';
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
  });
  const written = { stdout: '', all: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    written.stdout += text;
    written.all += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    written.all += text;
  });
  const ended = await untilEnd(child);
  if (ended.code === 0) return written.stdout;
  if (ended.error !== undefined)
    throw new StepError(`${message} (${basename(file)}: ${ended.error.message})`, { exitCode });
  throw new StepError(message, { exitCode, output: written.all });
}

/** Runs a program of node_modules, or any other JavaScript file of the clone, with this Node. */
export function runNode(script, args, options) {
  return runCommand(process.execPath, [script, ...args], options);
}

/** Runs the npm that runs this script, else the one on the path. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath ?? '';
  return npm.endsWith('npm-cli.js') ? runNode(npm, args, options) : runCommand('npm', args, options);
}

/** A SIGTERM to the script alone ends the command too; a Ctrl-C reaches both. */
function untilEnd(child) {
  return new Promise((resolve) => {
    const end = () => {
      child.kill('SIGTERM');
      process.exitCode = 143;
    };
    process.once('SIGTERM', end);
    const done = (result) => {
      process.removeListener('SIGTERM', end);
      resolve(result);
    };
    child.once('error', (error) => done({ code: null, error }));
    child.once('close', (code) => done({ code }));
  });
}
