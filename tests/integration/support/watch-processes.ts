import { readdirSync, readFileSync } from 'node:fs';
import { findAncestors } from './child-processes.ts';

const EVERY_MS = 40;

/** What the processes that this test file started showed of themselves to others. */
export interface ProcessWatch {
  /** Arguments and environments of all of them, however short they lived (but for some that ended within 40 ms). */
  readonly seen: () => string;
  /** How many there were. */
  readonly count: () => number;
  readonly stop: () => void;
}

/** Begins to look at `/proc` again and again: programs of ours, what they start, the browser and all its parts. */
export function watchProcesses(): ProcessWatch {
  const seen = new Map<string, string>();
  /** Whether a process is one of ours, once that is known. */
  const areOurs = new Map<string, boolean>();
  const isOurs = (pid: string): boolean => {
    const known = areOurs.get(pid) ?? findAncestors(Number(pid)).includes(process.pid);
    areOurs.set(pid, known);
    return known;
  };
  const look = (): void => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (!isOurs(pid)) continue;
      for (const file of ['cmdline', 'environ']) {
        const text = read(`/proc/${pid}/${file}`);
        seen.set(`${pid} ${file} ${text}`, text);
      }
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    seen: () => [...seen.values()].join('\n'),
    count: () => new Set([...seen.keys()].map((key) => key.split(' ')[0])).size,
    stop: () => {
      clearInterval(timer);
    },
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
