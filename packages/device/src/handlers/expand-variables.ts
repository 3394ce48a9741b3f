import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import { HandlerError } from './settings-handler.ts';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of a registry that no computer puts in: what needs it is left out. */
export class ForeignVariableError extends HandlerError {
  override readonly name = 'ForeignVariableError';
}

/**
 * Puts environment variables into the options of a handler: `${{environment}.HOME}/.config`.
 *
 * Nothing else is put in: `${{gpiiKey}}` would write a GPII token to disk, and `${{session}…}` would let a preference decide
 * where a file lies.
 *
 * @throws ForeignVariableError for another kind of variable.
 * @throws HandlerError for one that is not set.
 * @see GPII-FORMATS §3b.5
 */
export function expandVariables(options: JsonObject, environment: Environment): JsonObject {
  return expandValue(options, environment) as JsonObject;
}

function expandValue(value: JsonValue, environment: Environment): JsonValue {
  if (typeof value === 'string') return expandText(value, environment);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => expandValue(member, environment));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expandValue(member, environment)]));
}

function expandText(text: string, environment: Environment): string {
  return text.replace(/\$\{(?:\{([^{}]*)\}\.?)?([^{}]*)\}/g, (whole, kind: string | undefined, name: string) => {
    if (kind !== 'environment') throw new ForeignVariableError(whole);
    const value = environment[name];
    if (value === undefined || value === '') throw new HandlerError(`The environment variable ${name} is not set.`);
    return value;
  });
}
