import { join } from 'node:path';
import { createFileHandler } from '../files/file-handler.ts';
import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError, type HandlerRequest, type SettingsHandler } from '../handlers/settings-handler.ts';
import { orcaFormat } from './orca-format.ts';

/**
 * Settings of the screen reader Orca, in the file that it reads when it starts. Registries give it the option `user`, a
 * GPII token, from times when a person had a profile of their own: it is not looked at.
 */
export function createOrcaHandler(environment: Environment): SettingsHandler {
  const files = createFileHandler(() => orcaFormat);
  const inFile = ({ settings }: HandlerRequest): HandlerRequest => ({
    options: { filename: settingsFile(environment) },
    settings,
  });
  return {
    unusedOptions: ['user'],
    placeOf: () => `file ${settingsFile(environment)}`,
    get: (request) => files.get(inFile(request)),
    prepare: (request) => files.prepare(inFile(request)),
    restore: (before) => files.restore(before),
  };
}

function settingsFile({ XDG_DATA_HOME = '', HOME = '' }: Environment): string {
  if (XDG_DATA_HOME === '' && HOME === '') throw new HandlerError('The environment variable HOME is not set.');
  return join(XDG_DATA_HOME === '' ? join(HOME, '.local/share') : XDG_DATA_HOME, 'orca/user-settings.conf');
}
