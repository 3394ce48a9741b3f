import { compileRegistry, parseDevice } from '../src/index.ts';
import type { CompiledRegistry, CompiledSolution, DeviceReport, JsonObject } from '../src/index.ts';

export const COMMON = 'http://registry.gpii.net/common/';
export const APP = 'http://registry.gpii.net/applications/';

/** A registry path for a common term, escaped as registries write it. */
export function path(name: string): string {
  return `http://registry\\.gpii\\.net/common/${name}`;
}

/** A registry entry whose solution understands these common terms. */
export function understands(...names: string[]): JsonObject {
  return { name: 'A solution', capabilities: names.map(path) };
}

/** A registry of one operating system, `linux`. */
export function linuxRegistry(entries: JsonObject): CompiledRegistry {
  return compileRegistry({ linux: entries });
}

/** The compiled solutions of a registry with these entries. */
export function solutionsFrom(entries: JsonObject): readonly CompiledSolution[] {
  return linuxRegistry(entries).solutionsOf('linux');
}

/** A Linux computer that has these solutions. */
export function linuxDevice(...ids: string[]): DeviceReport {
  return parseDevice(JSON.stringify({ OS: { id: 'linux' }, solutions: ids.map((id) => ({ id })) }));
}

/** JSON text as an object; unlike an object literal it can have a member `__proto__`. */
export function parsed(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}
