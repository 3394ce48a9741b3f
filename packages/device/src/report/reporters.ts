import { isJsonObject, memberOf, type JsonObject } from '@gpii/matchmaker';
import { expandVariables, type Environment } from '../handlers/expand-variables.ts';
import { HandlerError } from '../handlers/settings-handler.ts';

/** One thing that shows that a solution is installed. `name`: a path, command, package or schema; empty for `always`. */
export interface Reporter {
  readonly kind: ReporterKind;
  readonly name: string;
}

/** What is looked for. */
export type ReporterKind = 'always' | 'file' | 'command' | 'package' | 'schema';

/** Type in a registry -> what it looks for, and the member that names it. The first two are those of registries in the field. */
const TYPES: ReadonlyMap<string, { readonly kind: ReporterKind; readonly member?: string }> = new Map([
  ['gpii.deviceReporter.alwaysInstalled', { kind: 'always' }],
  ['gpii.packageKit.find', { kind: 'package', member: 'name' }],
  ['gpii.deviceReporter.fileExists', { kind: 'file', member: 'path' }],
  ['gpii.deviceReporter.commandExists', { kind: 'command', member: 'command' }],
  ['gpii.deviceReporter.gsettingsSchemaExists', { kind: 'schema', member: 'schema' }],
]);

/** The `isInstalled` of one registry entry, as far as it can be read. */
export interface ReportersOfEntry {
  readonly reporters: readonly Reporter[];
  /** What can't be looked at here: types that nobody knows, such as the Windows registry on Linux, and malformed ones. */
  readonly unknown: readonly string[];
}

/**
 * Reads how a registry entry says whether it is installed. An entry that says nothing has no reporters, so it is not.
 *
 * @see GPII-FORMATS §3b.1
 */
export function readReporters(entry: unknown, environment: Environment): ReportersOfEntry {
  const list = isJsonObject(entry) ? memberOf(entry, 'isInstalled') : undefined;
  const reporters: Reporter[] = [];
  const unknown: string[] = [];
  for (const item of Array.isArray(list) ? list : []) {
    const read = readReporter(isJsonObject(item) ? item : {}, environment);
    if (typeof read === 'string') unknown.push(read);
    else reporters.push(read);
  }
  return { reporters, unknown };
}

/** A reporter, or the type of what is none. */
function readReporter(item: JsonObject, environment: Environment): Reporter | string {
  const typeName = memberOf(item, 'type');
  if (typeof typeName !== 'string') return 'without a type';
  const type = TYPES.get(typeName);
  if (type === undefined) return typeName;
  if (type.member === undefined) return { kind: type.kind, name: '' };
  const name = memberOf(expanded(item, environment), type.member);
  return typeof name === 'string' && name !== '' ? { kind: type.kind, name } : `${typeName} without ${type.member}`;
}

/** A variable that is not set names nothing that could be there. */
function expanded(item: JsonObject, environment: Environment): JsonObject {
  try {
    return expandVariables(item, environment);
  } catch (error) {
    if (error instanceof HandlerError) return {};
    throw error;
  }
}
