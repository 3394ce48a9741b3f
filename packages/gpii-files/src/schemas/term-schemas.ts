import { applicationTerm, isJsonObject, memberOf, type JsonObject, type JsonValue } from '@gpii/matchmaker';

/** What is known of the values that terms may have. */
export interface TermSchemas {
  /** The schema of a common term, or of an application's block of settings; undefined for what nobody described. */
  schemaOf(term: string): JsonObject | undefined;
}

/**
 * Collects the schemas of the common terms and of every application that a registry of any operating system describes. An
 * application may have no settings but those. Where one of its handlers does not list what it supports, nothing is known of the
 * others.
 *
 * @param commonTerms - Term -> `{schema}`, the form of GPII's own file of common terms.
 * @param registries - OS id -> solution id -> registry entry.
 * @see GPII-FORMATS §1 (PUT)
 */
export function collectTermSchemas(
  commonTerms: JsonObject,
  registries: Readonly<Record<string, JsonObject>>,
): TermSchemas {
  const schemas = new Map<string, JsonObject>();
  for (const [term, { schema }] of objectsIn(commonTerms)) {
    if (isJsonObject(schema)) schemas.set(term, schema);
  }
  const applications = new Map<string, Settings>();
  for (const registry of Object.values(registries)) {
    for (const [id, entry] of objectsIn(registry)) {
      const settings = applications.get(id) ?? { schemas: new Map(), isOpen: false };
      applications.set(id, settings);
      for (const [, handler] of objectsIn(entry.settingsHandlers)) addHandler(settings, handler);
    }
  }
  for (const [id, settings] of applications) {
    const schema = toBlockSchema(settings);
    if (schema !== undefined) schemas.set(applicationTerm(id), schema);
  }
  return { schemaOf: (term) => schemas.get(term) };
}

interface Settings {
  /** Name of the setting -> its different schemas on different systems. */
  readonly schemas: Map<string, JsonObject[]>;
  /** Whether a handler takes settings that it does not list. */
  isOpen: boolean;
}

function addHandler(settings: Settings, handler: JsonObject): void {
  const supported = memberOf(handler, 'supportedSettings');
  if (!isJsonObject(supported)) {
    settings.isOpen = true;
    return;
  }
  for (const [name, description] of objectsIn(supported)) {
    const schema = isJsonObject(description.schema) ? description.schema : {};
    const known = settings.schemas.get(name) ?? [];
    const isKnown = known.some((one) => JSON.stringify(one) === JSON.stringify(schema));
    settings.schemas.set(name, isKnown ? known : [...known, schema]);
  }
}

function toBlockSchema({ schemas, isOpen }: Settings): JsonObject | undefined {
  if (schemas.size === 0) return undefined;
  const properties: [string, JsonObject][] = [];
  for (const [name, [first, ...others]] of schemas) {
    if (first !== undefined) properties.push([name, others.length === 0 ? first : { anyOf: [first, ...others] }]);
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(isOpen ? {} : { additionalProperties: false }),
  };
}

function objectsIn(value: JsonValue | undefined): [string, JsonObject][] {
  const members = isJsonObject(value) ? Object.entries(value) : [];
  return members.filter((member): member is [string, JsonObject] => isJsonObject(member[1]));
}
