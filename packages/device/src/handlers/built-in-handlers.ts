import type { Action } from '../actions/action.ts';
import { builtInActions } from '../actions/built-in-actions.ts';
import { createFileHandler } from '../files/file-handler.ts';
import { iniFormat } from '../files/ini-format.ts';
import { jsonFormat } from '../files/json-format.ts';
import { createGsettingsHandler } from '../gsettings/gsettings-handler.ts';
import { createGsettingsLaunch } from '../launch/gsettings-launch.ts';
import type { LaunchHandler } from '../launch/launch-handler.ts';
import { createProgramLaunch } from '../launch/program-launch.ts';
import { createOrcaHandler } from '../orca/orca-handler.ts';
import { xmlFormat } from '../xml/xml-format.ts';
import type { Environment } from './expand-variables.ts';
import type { SettingsHandler } from './settings-handler.ts';

/** What a computer can do, by the names that registries use. */
export interface Handlers {
  readonly settings: ReadonlyMap<string, SettingsHandler>;
  readonly launch: ReadonlyMap<string, LaunchHandler>;
  readonly actions: ReadonlyMap<string, Action>;
}

/** Settings that nothing on the computer stands for. */
const noSettings: SettingsHandler = {
  get: () => Promise.resolve({}),
  prepare: () => Promise.resolve({ before: null, set: () => Promise.resolve() }),
  restore: () => Promise.resolve(),
};

/**
 * The handlers that come with GPII.
 *
 * @param environment - Of the person's session: programs get it, paths are made of it.
 * @param own - Those of a platform build. They go before ours of the same name, and ours use its actions.
 */
export function builtInHandlers(environment: Environment, own: Partial<Handlers> = {}): Handlers {
  const gsettings = createGsettingsHandler(environment);
  const actions = new Map([...builtInActions(environment), ...(own.actions ?? [])]);
  return {
    settings: new Map([
      [
        'gpii.settingsHandlers.INISettingsHandler',
        createFileHandler(({ allowSubSections }) => iniFormat(allowSubSections === true ? 'nested' : 'one')),
      ],
      ['gpii.settingsHandlers.JSONSettingsHandler', createFileHandler(() => jsonFormat)],
      ['gpii.settingsHandlers.keyValueHandler', createFileHandler(() => iniFormat('none'))],
      ['gpii.settingsHandlers.XMLHandler', createFileHandler(xmlFormat)],
      ['gpii.settingsHandlers.noSettings', noSettings],
      ['gpii.gsettings', gsettings],
      ['gpii.orca', createOrcaHandler(environment)],
      ...(own.settings ?? []),
    ]),
    launch: new Map([
      ['gpii.gsettings.launch', createGsettingsLaunch(gsettings)],
      ['gpii.launchHandlers.flexibleHandler', createProgramLaunch(actions)],
      ...(own.launch ?? []),
    ]),
    actions,
  };
}
