import { z } from 'zod';
import type { JsonObject } from '@gpii/matchmaker';
import type { Action } from '../actions/action.ts';
import { HandlerError } from '../handlers/settings-handler.ts';
import type { LaunchHandler } from './launch-handler.ts';

const actionSchema = z.looseObject({ type: z.string() });
const listSchema = z.union([actionSchema.transform((action) => [action]), z.array(actionSchema)]).default([]);
const optionsSchema = z.looseObject({ setTrue: listSchema, setFalse: listSchema, getState: listSchema });

/** Applications that actions start and stop, and of which others tell whether they run: `gpii.launchHandlers.flexibleHandler`. */
export function createProgramLaunch(actions: ReadonlyMap<string, Action>): LaunchHandler {
  const act = async (options: z.infer<typeof actionSchema>, waits: boolean) => {
    const action = actions.get(options.type);
    if (action === undefined) throw new HandlerError(`This computer has no action ${options.type}.`);
    return await action(options as JsonObject, { waits });
  };
  return {
    missingActions: (options) => {
      const { setTrue, setFalse, getState } = optionsSchema.parse(options);
      return [...setTrue, ...setFalse, ...getState].map(({ type }) => type).filter((type) => !actions.has(type));
    },
    isRunning: async (options) => {
      const states = await Promise.all(optionsSchema.parse(options).getState.map((action) => act(action, true)));
      return states.includes(true);
    },
    start: async (options) => {
      for (const action of optionsSchema.parse(options).setTrue) await act(action, false);
    },
    stop: async (options) => {
      for (const action of optionsSchema.parse(options).setFalse) await act(action, true);
    },
  };
}
