import type { JsonObject } from '@gpii/matchmaker';

/** How one kind of application is started and stopped. `options` are those of the registry entry, variables expanded. */
export interface LaunchHandler {
  isRunning(options: JsonObject): Promise<boolean>;
  /** @throws HandlerError */
  start(options: JsonObject): Promise<void>;
  /** @throws HandlerError */
  stop(options: JsonObject): Promise<void>;
}
