import { z } from 'zod';
import { HandlerError, type SettingsHandler } from '../handlers/settings-handler.ts';
import type { LaunchHandler } from './launch-handler.ts';

const optionsSchema = z.object({ schema: z.string(), key: z.string() });

/** Applications that GNOME itself starts and stops by a key: the options name `schema` and `key`. */
export function createGsettingsLaunch(gsettings: SettingsHandler): LaunchHandler {
  const setTo = async (options: object, isOn: boolean) => {
    const { schema, key } = optionsSchema.parse(options);
    const change = await gsettings.prepare({ options: { schema }, settings: { [key]: isOn } });
    await change.set();
    const [refused] = change.refused?.() ?? [];
    if (refused !== undefined) throw new HandlerError(refused.why);
  };
  return {
    placeOf: ({ schema = null }) => `gsettings ${JSON.stringify(schema)}`,
    runningSetting: (options, running) => {
      const { schema, key } = optionsSchema.parse(options);
      return { type: 'gpii.gsettings', options: { schema }, settings: { [key]: running } };
    },
    isRunning: async (options) => {
      const { schema, key } = optionsSchema.parse(options);
      return (await gsettings.get({ options: { schema }, settings: { [key]: true } }))[key] === true;
    },
    start: (options) => setTo(options, true),
    stop: (options) => setTo(options, false),
  };
}
