import { z } from 'zod';
import type { JsonObject } from '@gpii/matchmaker';
import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError } from '../handlers/settings-handler.ts';
import { findProcess } from '../launch/find-process.ts';
import { readProgram, startProgram, type Command } from '../launch/run-program.ts';
import { splitCommand } from '../launch/split-command.ts';
import type { Action } from './action.ts';

const execSchema = z.looseObject({ command: z.union([z.string(), z.array(z.string())]) });
const findSchema = z.looseObject({ command: z.string() });

/** The actions that come with GPII, by the names that registries use. Programs get the environment. */
export function builtInActions(environment: Environment): ReadonlyMap<string, Action> {
  return new Map<string, Action>([
    [
      'gpii.launch.exec',
      async (options, { waits }) => {
        const command = commandIn(options);
        await (waits ? readProgram(command, environment) : startProgram(command, environment));
        return null;
      },
    ],
    ['gpii.processReporter.find', (options) => findProcess(nameIn(options))],
    ['gpii.processReporter.neverRunning', () => Promise.resolve(false)],
  ]);
}

function commandIn(options: JsonObject): Command {
  const { success, data } = execSchema.safeParse(options);
  const words = success ? data.command : '';
  const [program = '', ...args] = typeof words === 'string' ? splitCommand(words) : words;
  if (program === '') throw new HandlerError('The registry entry names no program.');
  return [program, ...args];
}

function nameIn(options: JsonObject): string {
  const { success, data } = findSchema.safeParse(options);
  if (!success) throw new HandlerError('The registry entry names no process.');
  return data.command;
}
