import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process in bytes. */
export interface Memory {
  /** All its pages in memory. */
  readonly rssBytes: number;
  /** The same, with each page shared among those that have it. */
  readonly pssBytes: number;
  /** Those of them that no file stands behind: heaps and stacks, not what LevelDB maps of its tables. */
  readonly anonymousBytes: number;
}

/** CPU time that a process has used, in user and kernel mode, all threads: clock ticks of 10 ms. */
export function readCpuTicks(pid: number): number {
  return parseCpuTicks(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** `utime` + `stime` of /proc/PID/stat: fields 14 and 15. The name, field 2, may hold spaces and brackets. */
export function parseCpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Memory of a process at this moment. */
export function readMemory(pid: number): Memory {
  return parseMemory(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
}

/** `Rss`, `Pss` and `Anonymous` of /proc/PID/smaps_rollup, which are in KiB there. */
export function parseMemory(smapsRollup: string): Memory {
  const read = (name: string): number =>
    Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(smapsRollup)?.[1] ?? NaN) * 1024;
  return { rssBytes: read('Rss'), pssBytes: read('Pss'), anonymousBytes: read('Anonymous') };
}

/** How many files, sockets and the like a process has open. */
export function countOpenFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
