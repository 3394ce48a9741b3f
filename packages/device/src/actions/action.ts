import type { JsonObject, JsonValue } from '@gpii/matchmaker';

/** How an action of a registry is done. */
export interface ActionHow {
  /** Whether it is over when the action resolves; else a program stays, and is left to itself. */
  readonly waits: boolean;
}

/**
 * Something that a registry wants done and that sets no setting: an object in a list of steps, whose `type` names it. It
 * gets the whole object, variables expanded. What it gives is its result.
 *
 * @throws HandlerError
 */
export type Action = (options: JsonObject, how: ActionHow) => Promise<JsonValue>;

/** The name of an action that stands in a list of steps; empty for one that has none. */
export function typeOfAction({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '';
}
