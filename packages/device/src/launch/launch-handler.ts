import type { JsonObject } from '@gpii/matchmaker';

/** How one kind of application is started and stopped. `options` are those of the registry entry, variables expanded. */
export interface LaunchHandler {
  /** Actions that these options name and this computer does not have: then the application is left alone. */
  missingActions?(options: JsonObject): readonly string[];
  /** As that of a `SettingsHandler`. */
  placeOf?(options: JsonObject): string;
  isRunning(options: JsonObject): Promise<boolean>;
  /** @throws HandlerError */
  start(options: JsonObject): Promise<void>;
  /** @throws HandlerError */
  stop(options: JsonObject): Promise<void>;
}
