import type { JsonObject, JsonValue } from '@gpii/matchmaker';

/** Which settings, where: `options` are those of the registry entry, variables already expanded. */
export interface HandlerRequest {
  readonly options: JsonObject;
  /** Setting -> value. `get` looks at the names only. */
  readonly settings: JsonObject;
}

/** A change that can be made, and what it takes to undo it. */
export interface PreparedChange {
  /** Goes into the journal: plain JSON, enough for `restore` in another process. */
  readonly before: JsonValue;
  /** The values that the computer has now, for people; settings that have none are left out. Kept in memory only. */
  readonly old?: JsonObject;
  /**
   * Asked after `set`: what was left as it was, because this computer does not take that value. Such a setting keeps none of
   * the others from being made; what fails as a whole (a file that can't be written) rejects.
   */
  readonly refused?: () => readonly RefusedSetting[];
  /** Makes the change. When it rejects, the computer is as `before`, or `restore` makes it so. */
  readonly set: () => Promise<void>;
}

/** One setting that could not be made, beside others that were. */
export interface RefusedSetting {
  readonly setting: string;
  /** For the log: no values. */
  readonly why: string;
}

/**
 * How one kind of settings is read, changed and put back. A platform build adds its own by name; `testSettingsHandler`
 * in `@gpii/device/test-contract` is what it has to pass.
 */
export interface SettingsHandler {
  /** Options of registries that it does not look at: their variables are not put in. */
  readonly unusedOptions?: readonly string[];
  /**
   * Names what these options make it change. Solutions that change different places are changed at the same time; without
   * this, they wait for all others that do not name their place either.
   */
  placeOf?(options: JsonObject): string;
  /** The values that the computer has now; settings that have none are left out. */
  get(request: HandlerRequest): Promise<JsonObject>;
  /** Reads what is there and changes nothing. @throws HandlerError */
  prepare(request: HandlerRequest): Promise<PreparedChange>;
  /** Puts back what was there before; again, or before anything was changed, it changes nothing. @throws HandlerError */
  restore(before: JsonValue): Promise<void>;
}

/** A setting or launch that could not be read, changed or put back. The message names files and settings, no values. */
export class HandlerError extends Error {
  override readonly name: string = 'HandlerError';
}

/** One setting that its place can't hold as it is wanted, whatever the others are. */
export class RefusedSettingError extends HandlerError {
  override readonly name = 'RefusedSettingError';
}
