import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that a process has started and that still run. */
export function findChildren(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => readParent(id) === pid);
}

/** Whether a process runs; one that has ended and that nobody has waited for yet does not. */
export function isAlive(pid: number): boolean {
  const state = readStat(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

function readParent(pid: number): number | undefined {
  return readStat(pid)?.parent;
}

/** The name of the program stands in brackets and may hold anything; what is needed comes behind it. */
function readStat(pid: number): { state: string; parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** Ids of the process that started a process, of the one that started that, and so on. */
export function findAncestors(pid: number): number[] {
  const ancestors: number[] = [];
  for (let at = readParent(pid); at !== undefined && at > 0; at = readParent(at)) ancestors.push(at);
  return ancestors;
}
