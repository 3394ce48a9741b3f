import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Where and when it was measured. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  /** Commit of the clone, with `+changes` when files differ from it. */
  readonly commit: string;
  /** Processes that wanted a core in the last minute, before the bench began. */
  readonly loadBefore: number;
}

/** The facts of this machine. */
export function readMachine(root: string): Machine {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    node: process.version,
    commit: readCommit(root),
    loadBefore: loadavg()[0] ?? NaN,
  };
}

function readCommit(root: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changes = git('status', '--porcelain', '--', 'packages', 'bench', 'proofs');
    return git('rev-parse', '--short=12', 'HEAD') + (changes === '' ? '' : '+changes');
  } catch {
    return 'unknown';
  }
}
