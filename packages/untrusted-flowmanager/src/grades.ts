import { fileURLToPath } from 'node:url';
import { readBearerToken } from '@gpii/data-source';
import {
  defineGrade,
  plainOptions,
  registerModule,
  type Component,
  type ServiceComponent,
  type ServiceContext,
  type ServiceDefinition,
} from '@gpii/service-kit';
import { flowManagerSettings } from './config.ts';
import { readKnownDevice } from './device/known-device.ts';
import { findListeners } from './listeners/listener-grades.ts';
import { checkStoredPreferences } from './local/stored-preferences.ts';
import { checkRoad } from './open-road.ts';
import { findOwnHandlers } from './own-handlers.ts';
import { startFlowManager, type FlowManagerParts, type FlowManagerSettings } from './start-flow-manager.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
registerModule('untrusted-flowmanager', packageFolder);

/** Components that the config names by the names that the flow manager uses. */
type ConfiguredParts = Omit<FlowManagerParts, 'ownHandlers' | 'listeners'>;

/** A `gpii.flowManager` component. */
export type FlowManagerComponent = ServiceComponent<FlowManagerSettings> & ConfiguredParts;

/**
 * The flow manager. Its config names the components `accessTokenSource`, `settingsSource` and `server`; further ones of the
 * grades `gpii.settingsHandler`, `gpii.launchHandler` and `gpii.action` are handlers of a platform build,
 * those of the grade `gpii.listener` are ways to key in.
 */
defineGrade<Component & ConfiguredParts>('gpii.flowManager', {
  methods: {
    start: (that, context: ServiceContext<FlowManagerSettings>) =>
      startFlowManager(
        context,
        { ...that, ownHandlers: findOwnHandlers(that), listeners: findListeners(that) },
        process.env,
      ),
    checkParts: (that) => {
      checkRoad(that, (plainOptions(that).settings as Partial<FlowManagerSettings>).localPreferences);
      findOwnHandlers(that);
      findListeners(that);
    },
  },
});

/** The flow manager as a service: settings, grade, config. */
export const flowManagerService: ServiceDefinition<(typeof flowManagerSettings)['fields']> = {
  settings: flowManagerSettings,
  gradeName: 'gpii.flowManager',
  defaultConfig: fileURLToPath(new URL('../configs/flow-manager.json5', import.meta.url)),
  checks: [
    {
      needs: ['device', 'localSolutions'],
      run: async ({ device, localSolutions }: FlowManagerSettings): Promise<readonly string[]> => {
        await readKnownDevice({ device, localSolutions, environment: process.env });
        return [];
      },
    },
    {
      needs: ['localPreferences'],
      run: async ({ localPreferences }: FlowManagerSettings): Promise<readonly string[]> => {
        await checkStoredPreferences(localPreferences);
        return [];
      },
    },
    {
      needs: ['channelKeyFile'],
      run: ({ channelKeyFile }: FlowManagerSettings): readonly string[] => {
        if (channelKeyFile !== undefined) readBearerToken(channelKeyFile);
        return [];
      },
    },
  ],
};
