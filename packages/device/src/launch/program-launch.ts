import { z } from 'zod';
import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError } from '../handlers/settings-handler.ts';
import { findProcess } from './find-process.ts';
import type { LaunchHandler } from './launch-handler.ts';
import { readProgram, startProgram, type Command } from './run-program.ts';
import { splitCommand } from './split-command.ts';

const actionSchema = z.looseObject({
  type: z.string(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
});
const listSchema = z.union([actionSchema.transform((action) => [action]), z.array(actionSchema)]);
const optionsSchema = z.looseObject({ setTrue: listSchema, setFalse: listSchema, getState: listSchema });

type Action = z.infer<typeof actionSchema>;

/** Applications that a command starts and another stops: `gpii.launchHandlers.flexibleHandler`. */
export function createProgramLaunch(environment: Environment): LaunchHandler {
  return {
    isRunning: async (options) => {
      const states = await Promise.all(optionsSchema.parse(options).getState.map(readState));
      return states.some(Boolean);
    },
    start: async (options) => {
      for (const action of optionsSchema.parse(options).setTrue) await startProgram(commandOf(action), environment);
    },
    stop: async (options) => {
      const { setFalse } = optionsSchema.parse(options);
      for (const action of setFalse) await readProgram(commandOf(action), environment);
    },
  };
}

async function readState({ type, command }: Action): Promise<boolean> {
  if (type === 'gpii.processReporter.neverRunning') return false;
  if (type === 'gpii.processReporter.find' && typeof command === 'string') return findProcess(command);
  throw new HandlerError(`This computer can't tell by ${type} whether an application is running.`);
}

function commandOf({ type, command }: Action): Command {
  if (type !== 'gpii.launch.exec' || command === undefined)
    throw new HandlerError(`This computer has no action ${type}.`);
  const [program, ...args] = typeof command === 'string' ? splitCommand(command) : command;
  if (program === undefined || program === '') throw new HandlerError('The registry entry names no program.');
  return [program, ...args];
}
