import { isJsonObject } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** The inputs of the transforms that do not have just the one called `input`. */
const INPUTS_OF_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ['literalValue', []],
  ['binaryOp', ['left', 'right']],
  ['condition', ['condition', 'true', 'false']],
  ['linearScale', ['input', 'factor', 'offset']],
  ['valueMapper', ['defaultInput']],
]);

/** Takes one path that is read, and where in the rules it stands. What stands there need not be a string. */
export type VisitPath = (path: JsonValue, field: string) => void;

/**
 * Visits every path that transformation rules read from their source.
 *
 * Rule: a string is a path. Of an object, `transform` holds one transform or a list of them and the other members are rules
 * again; `literalValue` reads nothing. A transform reads the paths of its inputs, and what is nested in those inputs.
 *
 * @param rules - `capabilitiesTransformations` of a settings handler.
 * @param field - The path of `rules` itself, for what `visit` is told.
 * @see GPII-FORMATS §3.4, §3b.4 (the transform language)
 */
export function collectInputPaths(rules: JsonValue, field: string, visit: VisitPath): void {
  if (typeof rules === 'string') {
    visit(rules, field);
  } else if (typeof rules === 'object' && rules !== null && !('literalValue' in rules)) {
    for (const [key, rule] of Object.entries<JsonValue>(rules)) {
      if (key === 'transform') {
        collectFromTransforms(rule, `${field}.transform`, visit);
      } else {
        collectInputPaths(rule, `${field}.${key}`, visit);
      }
    }
  }
}

function collectFromTransforms(transforms: JsonValue, field: string, visit: VisitPath): void {
  for (const transform of Array.isArray(transforms) ? transforms : [transforms]) {
    if (isJsonObject(transform)) {
      collectFromTransform(transform, field, visit);
    }
  }
}

function collectFromTransform(transform: JsonObject, field: string, visit: VisitPath): void {
  const type = typeof transform.type === 'string' ? transform.type.replace(/^fluid\.transforms\./, '') : '';
  for (const input of INPUTS_OF_TYPE.get(type) ?? ['input']) {
    visitPath(transform, `${input}Path`, field, visit);
    collectNested(transform[input], `${field}.${input}`, visit);
  }
  if (type === 'valueMapper') {
    for (const match of objectsIn(transform.match)) {
      visitPath(match, 'inputPath', `${field}.match`, visit);
    }
  }
  if (type === 'quantize') {
    for (const range of objectsIn(transform.ranges)) {
      collectNested(range.output, `${field}.ranges.output`, visit);
    }
  }
}

/** Unlike a rule, an input or output that is a string is a value, not a path. */
function collectNested(value: JsonValue | undefined, field: string, visit: VisitPath): void {
  if (isJsonObject(value) && 'transform' in value) {
    collectInputPaths(value, field, visit);
  }
}

function visitPath(owner: JsonObject, key: string, field: string, visit: VisitPath): void {
  const path = owner[key];
  if (path !== undefined) {
    visit(path, `${field}.${key}`);
  }
}

function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return typeof value === 'object' && value !== null ? Object.values(value).filter(isJsonObject) : [];
}
