import type { JsonValue } from '@gpii/matchmaker';

/** A key, and the value that it is to have. */
export interface WantedKey {
  readonly key: string;
  readonly value: JsonValue;
  /** The value as gsettings takes it. */
  readonly text: string;
}

/** What is wanted of a schema. */
export interface WantedKeys {
  readonly schema: string;
  readonly wanted: readonly WantedKey[];
  /** Notes a key that does not take its value. @throws any other error. */
  readonly refuse: (key: string, error: unknown) => void;
}

/** A change of keys of one schema, before it is made. */
export interface PreparedKeys {
  readonly before: JsonValue;
  /** Key -> what it has now, as gsettings prints it. */
  readonly old: ReadonlyMap<string, string>;
  readonly set: () => Promise<void>;
}

/** A way to change what gsettings keeps. */
export interface GsettingsBackEnd {
  /** Changes nothing. @throws HandlerError where there is no such schema. */
  prepare(keys: WantedKeys): Promise<PreparedKeys>;
}
