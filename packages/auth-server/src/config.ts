import { dataServerSettings } from '@gpii/operator/cli';

/** Settings of `gpii-auth-server serve`: those of `gpii-cloud` that concern it, under the same names. */
export const authServerSettings = { ...dataServerSettings, service: 'gpii-auth-server' };
