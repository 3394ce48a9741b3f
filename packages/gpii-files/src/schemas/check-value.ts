import { isJsonObject, memberOf, type JsonObject, type JsonValue } from '@gpii/matchmaker';

/** What is wrong at one place, in the form that installs in the field know (GPII-FORMATS §1). */
export interface Problem {
  /** For a person. Never holds a value that was sent. */
  readonly message: string;
  /** The way to the place, from the top of what was sent. */
  readonly dataPath: readonly string[];
  /** The way to the rule in the schema of the place. */
  readonly schemaPath: readonly string[];
  /** The rule, such as `{minimum: 1}`. */
  readonly rule: JsonObject;
}

/** Takes one rule that a value breaks. */
export type ReportProblem = (problem: Problem) => void;

/** A value, the schema that it should satisfy, and where both are. */
export interface ValueAndSchema {
  readonly value: JsonValue;
  readonly schema: JsonObject;
  readonly dataPath: readonly string[];
  readonly schemaPath: readonly string[];
}

/** Tests one keyword; the sentence says what would be right. */
type Keyword = (value: JsonValue, rule: JsonValue) => string | undefined;

const show = (rule: JsonValue): string => (typeof rule === 'string' ? rule : JSON.stringify(rule));
const unless = (isRight: boolean, sentence: string): string | undefined => (isRight ? undefined : sentence);

/** Keywords about a value by itself. Those about numbers say nothing of other values. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: (value, rule) => {
    const types = Array.isArray(rule) ? rule : [rule];
    return unless(
      types.some((type) => isOfType(value, type)),
      `The value has another type than ${types.map(show).join(' or ')}.`,
    );
  },
  enum: (value, rule) =>
    unless(!Array.isArray(rule) || rule.some((one) => isSame(one, value)), 'Not one of the choices.'),
  minimum: (value, rule) => unless(!isPair(value, rule) || value >= Number(rule), `The least value is ${show(rule)}.`),
  maximum: (value, rule) =>
    unless(!isPair(value, rule) || value <= Number(rule), `The greatest value is ${show(rule)}.`),
  multipleOf: (value, rule) =>
    unless(!isPair(value, rule) || isMultiple(value, Number(rule)), `The value goes in steps of ${show(rule)}.`),
};

/**
 * Checks a value against a schema, as far as solutions registries use JSON Schema: `type`, `enum`, `minimum`, `maximum`,
 * `multipleOf`, `items`, `properties`, `additionalProperties`, `oneOf`, `anyOf`, and `required: true` in the schema of a member (GPII's
 * own form of it). Other keywords say nothing here; none of these can take long.
 *
 * @see docs/decisions/0023
 */
export function checkValue(given: ValueAndSchema, report: ReportProblem): void {
  const { value, schema, dataPath, schemaPath } = given;
  for (const [keyword, test] of Object.entries(KEYWORDS)) {
    const rule = memberOf(schema, keyword);
    const message = rule === undefined ? undefined : test(value, rule);
    if (rule !== undefined && message !== undefined) {
      report({ message, dataPath, schemaPath: [...schemaPath, keyword], rule: { [keyword]: rule } });
    }
  }
  checkAlternatives(given, report);
  if (isJsonObject(value)) checkMembers(value, given, report);
  const { items } = schema;
  if (Array.isArray(value) && isJsonObject(items)) {
    value.forEach((item, index) => {
      const at = { dataPath: [...dataPath, String(index)], schemaPath: [...schemaPath, 'items'] };
      checkValue({ value: item, schema: items, ...at }, report);
    });
  }
}

function checkAlternatives({ value, schema, dataPath, schemaPath }: ValueAndSchema, report: ReportProblem): void {
  for (const keyword of ['oneOf', 'anyOf']) {
    const alternatives = memberOf(schema, keyword);
    if (!Array.isArray(alternatives)) continue;
    const fitting = alternatives.filter((one) => isJsonObject(one) && satisfies(value, one)).length;
    if (fitting === 1 || (keyword === 'anyOf' && fitting > 1)) continue;
    const message = 'The value is none of the kinds that it may be.';
    report({ message, dataPath, schemaPath: [...schemaPath, keyword], rule: { [keyword]: alternatives } });
  }
}

/** Whether a value breaks no rule of a schema. */
function satisfies(value: JsonValue, schema: JsonObject): boolean {
  let isRight = true;
  checkValue({ value, schema, dataPath: [], schemaPath: [] }, () => {
    isRight = false;
  });
  return isRight;
}

function checkMembers(
  value: JsonObject,
  { schema, dataPath, schemaPath }: ValueAndSchema,
  report: ReportProblem,
): void {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const rest = memberOf(schema, 'additionalProperties');
  for (const [name, member] of Object.entries(value)) {
    const own = memberOf(properties, name);
    const at = { value: member, dataPath: [...dataPath, name] };
    if (isJsonObject(own)) {
      checkValue({ ...at, schema: own, schemaPath: [...schemaPath, 'properties', name] }, report);
    } else if (own === undefined && isJsonObject(rest)) {
      checkValue({ ...at, schema: rest, schemaPath: [...schemaPath, 'additionalProperties'] }, report);
    } else if (own === undefined && rest === false) {
      const rule = { additionalProperties: false };
      const message = 'There is no such setting.';
      report({ message, dataPath: at.dataPath, schemaPath: [...schemaPath, 'additionalProperties'], rule });
    }
  }
  for (const [name, member] of Object.entries(properties)) {
    if (!isJsonObject(member) || member.required !== true || Object.hasOwn(value, name)) continue;
    const path = [...schemaPath, 'properties', name, 'required'];
    report({ message: 'This is missing.', dataPath: [...dataPath, name], schemaPath: path, rule: { required: true } });
  }
}

const TESTS_OF_TYPE: ReadonlyMap<JsonValue, (value: JsonValue) => boolean> = new Map([
  ['object', isJsonObject],
  ['array', (value: JsonValue) => Array.isArray(value)],
  ['null', (value: JsonValue) => value === null],
  ['integer', (value: JsonValue) => Number.isInteger(value)],
  ['number', (value: JsonValue) => Number.isFinite(value)],
]);

function isOfType(value: JsonValue, type: JsonValue): boolean {
  return TESTS_OF_TYPE.get(type)?.(value) ?? typeof value === type;
}

function isPair(value: JsonValue, rule: JsonValue): value is number {
  return typeof value === 'number' && typeof rule === 'number';
}

/** 0.3 is three steps of 0.1, although 0.3 / 0.1 is not 3 in binary. */
function isMultiple(value: number, step: number): boolean {
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) <= 1e-9 * Math.max(1, Math.abs(steps));
}

function isSame(one: JsonValue, other: JsonValue): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
