import { fluid } from './load-kettle.ts';

/**
 * What rules may name. Infusion finds a transform by its global name, and `fluid.transforms.free` calls any global
 * function: rules come from outside, so what is not listed here is refused.
 */
const FUNCTIONS_OF_INFUSION: ReadonlySet<string> = new Set(
  [
    ...['value', 'identity', 'literalValue', 'stringToNumber', 'numberToString', 'count', 'round', 'delete'],
    ...['firstValue', 'linearScale', 'binaryOp', 'condition', 'valueMapper', 'arrayToSetMembership', 'quantize'],
    ...['setMembershipToArray', 'indexArrayByKey', 'deindexIntoArrayByKey', 'limitRange', 'indexOf', 'inRange'],
    ...['stringToBoolean', 'booleanToString'],
  ].map((name) => `fluid.transforms.${name}`),
);

const PATH_OPTIONS = {
  resolverGetConfig: fluid.model.escapedGetConfig,
  resolverSetConfig: fluid.model.escapedSetConfig,
};

const OWN_FUNCTIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  // Registries name it; Infusion has none of this kind.
  'gpii.transformer.booleanToNumber': (value) => (value === undefined ? undefined : Number(value)),
};

for (const [name, transform] of Object.entries(OWN_FUNCTIONS)) {
  fluid.defaults(name, { gradeNames: ['fluid.standardTransformFunction'] });
  fluid.setGlobalValue(name, transform);
}

/** Rules that can't be used: they name a function that is not there for them. */
export class TransformError extends Error {
  override readonly name = 'TransformError';
}

/**
 * Makes another model of a model by the rules of Infusion's model transformation, whose paths escape `.` as `\.`.
 *
 * @param model - Plain JSON. Not changed.
 * @param rules - Plain JSON, such as `capabilitiesTransformations` of a solutions registry. Not changed.
 * @returns Plain JSON; what rules gave no value for is left out.
 * @throws TransformError when the rules name a function that is not allowed, or are no rules.
 */
export function transformModel(model: object, rules: object): Record<string, unknown> {
  refuseOtherFunctions(rules);
  refusePrototypes(rules);
  try {
    // Infusion writes into the rules, and what it makes belongs to its own realm (KETTLE §4).
    const transformed = fluid.model.transformWithRules(structuredClone(model), structuredClone(rules), PATH_OPTIONS);
    return JSON.parse(JSON.stringify(transformed ?? {}, withoutWhatIsNoNumber)) as Record<string, unknown>;
  } catch {
    // Infusion's own words, and so the cause, quote the model: a person's preferences, which no log may have.
    throw new TransformError(`The transformation failed: ${[...new Set(typesIn(rules))].join(', ') || 'no type'}.`);
  }
}

/** What was reckoned with text, or grew beyond all numbers, is no value of a setting; JSON would make it null. */
function withoutWhatIsNoNumber(_name: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}

function typesIn(rule: unknown): string[] {
  if (typeof rule !== 'object' || rule === null) return [];
  return Object.entries(rule).flatMap(([member, value]) => [
    ...(member === 'transform'
      ? [value].flat().map((transform) => String((transform as { type?: unknown }).type))
      : []),
    ...typesIn(value),
  ]);
}

function refuseOtherFunctions(rule: unknown): void {
  if (typeof rule !== 'object' || rule === null) return;
  for (const [member, value] of Object.entries(rule)) {
    if (member === 'transform') for (const transform of [value].flat()) refuseOtherFunction(transform);
    refuseOtherFunctions(value);
  }
}

function refuseOtherFunction(transform: unknown): void {
  const { type } = (transform ?? {}) as { type?: unknown };
  // Infusion takes the short name as well, and a path as a list of segments, which names anything.
  const isAllowed =
    typeof type === 'string' &&
    (FUNCTIONS_OF_INFUSION.has(type) ||
      FUNCTIONS_OF_INFUSION.has(`fluid.transforms.${type}`) ||
      Object.hasOwn(OWN_FUNCTIONS, type));
  if (!isAllowed) throw new TransformError(`Transformations with ${JSON.stringify(type)} are not allowed.`);
}

/** A path of rules through a prototype would write into every object of this process. */
function refusePrototypes(rules: object): void {
  if (/__proto__|prototype/.test(JSON.stringify(rules))) {
    throw new TransformError('Transformations that name a prototype are not allowed.');
  }
}
