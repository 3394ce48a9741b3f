import { pathToFileURL } from 'node:url';
import { createKeptCommands, type KeptCommands } from '../../../packages/service-kit/test/support/kept-commands.ts';
import { nodeArgumentsOf, type Program } from './places.ts';
import type { CommandResult } from './run-command.ts';
import { baseEnvironment } from './start-process.ts';
import { testFile } from './test-file.ts';
import { within } from './until.ts';

/** What to run. */
interface KeptPlan {
  readonly program: Exclude<Program, 'trial'>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from stdin. */
  readonly input?: string;
}

const kept = new Map<Program, KeptCommands>();

/**
 * Runs a command as `runCommand` does, one after the other in a process that those of one program share in a test file: for claims
 * about what a command says and does, not about its process. It is judged as a process is. `serve` for starts that fail alone.
 */
export async function runKeptCommand({ program, args, env = {}, input = '' }: KeptPlan): Promise<CommandResult> {
  const name = `${program} ${args[0] ?? ''} (kept process)`;
  const given = { ...baseEnvironment(), ...env };
  const ending = commandsOf(program).run({ args, stdin: input, env: given });
  const { exitCode: code, stdout, stderr } = await within(`the end of ${name}`, ending, 40_000);
  testFile.commands.push({
    name,
    args,
    isServer: false,
    log: { text: () => stdout, lines: () => [], notJson: () => [] },
    stderr: () => stderr,
    seenArguments: () => args.join('\0'),
    seenEnvironment: () => JSON.stringify(given),
  });
  return { code, stdout, stderr };
}

function commandsOf(program: KeptPlan['program']): KeptCommands {
  const [bin = ''] = nodeArgumentsOf(program);
  const commands =
    kept.get(program) ?? createKeptCommands({ name: program, main: new URL('../dist/main.js', pathToFileURL(bin)) });
  kept.set(program, commands);
  return commands;
}
