import { startProcess, type ProcessPlan } from './start-process.ts';
import { within } from './until.ts';

/** What a command that has ended left behind. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of ours to its end. */
export async function runCommand(plan: Omit<ProcessPlan, 'isServer'>, deadlineMs = 40_000): Promise<CommandResult> {
  const command = startProcess({ ...plan, isServer: false });
  const { code } = await within(`the end of ${command.name}`, command.ended, deadlineMs);
  return { code, stdout: command.log.text(), stderr: command.stderr() };
}
