import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same id: its id, when it started, and the boot of the computer. Where there
 * is no /proc, the id alone; undefined for a process that does not run.
 */
export function markOfProcess(pid: number = process.pid): string | undefined {
  if (process.platform !== 'linux') return isRunning(pid) ? String(pid) : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces; the time of start is the 20th field behind it.
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${pid} ${startedAt} ${boot}`;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
