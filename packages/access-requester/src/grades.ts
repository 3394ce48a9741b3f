import { fileURLToPath } from 'node:url';
import { readBearerToken } from '@gpii/data-source';
import {
  defineGrade,
  registerModule,
  type Component,
  type ServiceContext,
  type ServiceDefinition,
} from '@gpii/service-kit';
import { readCredentialFile } from '@gpii/service-kit/cli';
import { systemClock } from './clock.ts';
import { accessRequesterSettings, type AccessRequesterSettings } from './config.ts';
import { startAccessRequester, type AccessRequesterParts } from './start-access-requester.ts';

registerModule('access-requester', fileURLToPath(new URL('..', import.meta.url)));

/** The access requester. Its config names the components `tokenSource`, `healthSource` and `server`. */
defineGrade<Component & AccessRequesterParts>('gpii.accessRequester', {
  methods: {
    start: (that, context: ServiceContext<AccessRequesterSettings>) =>
      startAccessRequester(context, that, { clock: systemClock, random: Math.random }),
  },
});

/** The access requester as a service: settings, grade, config. */
export const accessRequesterService: ServiceDefinition<(typeof accessRequesterSettings)['fields']> = {
  settings: accessRequesterSettings,
  gradeName: 'gpii.accessRequester',
  defaultConfig: fileURLToPath(new URL('../configs/access-requester.json5', import.meta.url)),
  checks: [
    {
      needs: ['credentialFile'],
      // One that is missing keeps nobody from starting.
      run: ({ credentialFile }: AccessRequesterSettings): readonly string[] => {
        const reading = readCredentialFile(credentialFile);
        return reading.kind === 'problem' ? [reading.problem.message] : [];
      },
    },
    {
      needs: ['channelKeyFile'],
      run: ({ channelKeyFile }: AccessRequesterSettings): readonly string[] => {
        if (channelKeyFile !== undefined) readBearerToken(channelKeyFile);
        return [];
      },
    },
  ],
};
