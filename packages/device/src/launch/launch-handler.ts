import type { JsonObject } from '@gpii/matchmaker';

/** A setting that stands for whether an application runs. */
export interface RunningSetting {
  readonly type: string;
  readonly options: JsonObject;
  readonly settings: JsonObject;
}

/** How one kind of application is started and stopped. `options` are those of the registry entry, variables expanded. */
export interface LaunchHandler {
  /** Actions that these options name and this computer does not have: then the application is left alone. */
  missingActions?(options: JsonObject): readonly string[];
  /** As that of a `SettingsHandler`. */
  placeOf?(options: JsonObject): string;
  /**
   * Where a setting starts and stops the application: that setting. It is changed and put back as settings are, so that one which
   * the account had never set is not set afterwards.
   */
  runningSetting?(options: JsonObject, running: boolean): RunningSetting;
  isRunning(options: JsonObject): Promise<boolean>;
  /** @throws HandlerError */
  start(options: JsonObject): Promise<void>;
  /** @throws HandlerError */
  stop(options: JsonObject): Promise<void>;
}
