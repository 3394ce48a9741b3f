import { fileURLToPath } from 'node:url';
import { dataServerChecks } from '@gpii/operator';
import { registerModule, type ServiceDefinition } from '@gpii/service-kit';
import { authServerSettings } from './config.ts';
import './grades.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
registerModule('auth-server', packageFolder);

/** The auth server as a service of its own: settings, grade, config. */
export const authServerService: ServiceDefinition<(typeof authServerSettings)['fields']> = {
  settings: authServerSettings,
  gradeName: 'gpii.standaloneAuthServer',
  defaultConfig: `${packageFolder}configs/auth-server.json5`,
  checks: dataServerChecks,
};
