import { resolve } from 'node:path';
import {
  builtInHandlers,
  createSolutionChannels,
  withDeadlines,
  type Handlers,
  type SolutionChannels,
} from '@gpii/device';
import {
  guardLocalService,
  type ListenAt,
  type RunningServer,
  type RunningService,
  type ServerComponent,
  type ServiceContext,
} from '@gpii/service-kit';
import type { SettingsOf } from '@gpii/service-kit/cli';
import { askCloudAgainEveryMinute } from './ask-cloud-again.ts';
import { mountBrowserChannel } from './browser-channel.ts';
import { changeInstructions } from './changes/change-instructions.ts';
import type { ChangeRooms } from './changes/set-preference.ts';
import { systemClock, type Clock } from './clock.ts';
import type { flowManagerSettings } from './config.ts';
import { openDevice } from './device/device-in-force.ts';
import { reloadOnSighup } from './device/reload-on-sighup.ts';
import { flowManagerRoutes } from './flow-manager-routes.ts';
import { createKeyIns } from './key-ins.ts';
import type { Listener } from './listeners/listener.ts';
import { startListeners } from './listeners/start-listeners.ts';
import { createLocalSettings } from './local/local-settings.ts';
import { checkStoredPreferences } from './local/stored-preferences.ts';
import { checkRoad, isRequesterNamed, openRoad, type RoadSources } from './open-road.ts';
import { createPageOnDemand } from './page/open-page.ts';
import { fetchInstructions } from './road/fetch-instructions.ts';
import { getInstructions } from './road/get-instructions.ts';
import { savePreferences } from './road/save-preferences.ts';
import { removeStateFile, writeStateFile } from './state-file.ts';
import { openThisComputer, untouchedComputer } from './this-computer.ts';

/** Values of the flow manager's settings. */
export type FlowManagerSettings = SettingsOf<(typeof flowManagerSettings)['fields']>;

/** The components that the config gives the flow manager. */
export interface FlowManagerParts extends RoadSources {
  readonly server: ServerComponent;
  /** Handlers of a platform build. */
  readonly ownHandlers: Partial<Handlers>;
  /** Ways to key in besides HTTP, by their names in the config. */
  readonly listeners: ReadonlyMap<string, Listener>;
}

/**
 * Starts the flow manager: device report, what is left of an earlier one, key-ins, listener, state file.
 *
 * @param environment - Of the person's session: where settings are, and what programs get.
 * @throws StartError
 */
export async function startFlowManager(
  { settings, logger }: ServiceContext<FlowManagerSettings>,
  parts: FlowManagerParts,
  environment: NodeJS.ProcessEnv,
  clock: Clock = systemClock,
): Promise<RunningService> {
  const { stateDir, localPreferences: directory } = settings;
  checkRoad(parts, directory);
  const hasRequester = isRequesterNamed(parts);
  if (!hasRequester) logger.info('no access requester is configured; settings come from this computer and token media');
  await checkStoredPreferences(directory);
  const device = await openDevice({ ...settings, environment }, logger);
  const road = openRoad({
    sources: parts,
    directory,
    device: () => device.current().text,
    monotonicMs: clock.monotonicMs,
  });
  const local = createLocalSettings({
    directory,
    device: () => device.current(),
    tellProblem: (problem) => {
      logger.error({ reason: 'local_preferences_malformed', ...problem }, 'local preferences not used');
    },
  });
  const channels = createSolutionChannels();
  const ownHandlers = withDeadlines(parts.ownHandlers, {
    ms: settings.handlerDeadlineSeconds * 1000,
    tellLate: (call) => {
      logger.warn({ call }, 'a handler answered after it was given up');
    },
    tellLeft: (call, error) => {
      const failure = { reason: 'settings_not_restored', call, detail: (error as Error).message } as const;
      logger.error(failure, 'what a handler changed after it was given up could not be put back');
    },
  });
  const handlers = handlersOf(ownHandlers, environment, channels);
  const computer = settings.apply
    ? await openThisComputer({ environment, handlers, stateDir, logger })
    : untouchedComputer;
  const keyIns = createKeyIns({
    clock,
    computer,
    getInstructions: (gpiiToken, request) => getInstructions(road, local, gpiiToken, request),
    fetchInstructions: (gpiiToken) => fetchInstructions(road, gpiiToken),
    changeInstructions: (instructions, preferences) =>
      changeInstructions(instructions, preferences, device.current().report),
  });
  const save: ChangeRooms['save'] = (gpiiToken, preferences, requestId) =>
    savePreferences({ ...parts, ...road }, gpiiToken, preferences, requestId);
  // Where it does not answer, that is the answer: this address tells how things stand.
  const askRequester = (): Promise<unknown> =>
    !hasRequester
      ? Promise.resolve(null)
      : parts.requesterStatusSource.get({}).then(
          (status) => status,
          () => null,
        );
  const page = createPageOnDemand({ keyIns, computer, mayChange: settings.apply, logger });
  const hotRoutes = flowManagerRoutes(keyIns, {
    askRequester,
    countStored: () => local.count(),
    save,
    makePageLink: () => page.makeLink(),
  });
  const running = await parts.server.listen({ at: listenAt(settings), logger, hotRoutes, guard: guardLocalService });
  const channel = mountBrowserChannel(parts.server.httpServer, channels, logger);
  const stopListeners = await afterListening(running, async () => {
    announce(stateDir, running);
    return startListeners(parts.listeners, keyIns, logger);
  });
  const endings = [reloadOnSighup(() => device.reload()), askCloudAgainEveryMinute(keyIns, logger)];
  return {
    addresses: { url: running.url },
    stop: async (deadlineMs) => {
      for (const end of endings) end();
      if (stateDir !== undefined) removeStateFile(stateDir, process.pid);
      // Putting back comes first: neither a listener that does not stop nor a request that takes its time uses up the time for it.
      // Solutions that connected are told before their channel goes, and what is keyed in meanwhile is put back after it.
      const putBack = keyIns.close().finally(() => {
        channel.close();
      });
      const others = Promise.allSettled([stopListeners(), page.close()]);
      await Promise.all([running.drain(deadlineMs), putBack]);
      await keyIns.close();
      await others;
    },
  };
}

/** Ours, and over them those of a platform build; solutions that connect are told over web sockets. */
export function handlersOf(
  own: Partial<Handlers>,
  environment: NodeJS.ProcessEnv,
  { handler }: SolutionChannels,
): Handlers {
  const settings = new Map([['gpii.settingsHandlers.webSockets', handler], ...(own.settings ?? [])]);
  return builtInHandlers(environment, { ...own, settings });
}

function listenAt({ socket, port }: FlowManagerSettings): ListenAt {
  // Its group may use it; the folder of the socket decides as well.
  return socket === undefined ? { host: '127.0.0.1', port } : { socketPath: resolve(socket), socketMode: 0o660 };
}

function announce(stateDir: string | undefined, { url }: RunningServer): void {
  if (stateDir !== undefined) writeStateFile(stateDir, { url, pid: process.pid });
}

/** What still can fail then: the server does not go on alone. */
async function afterListening<T>(running: RunningServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await running.drain(0);
    throw error;
  }
}
