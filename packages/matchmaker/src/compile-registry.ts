import { findFunctions } from './adaptation-function.ts';
import type { CompiledRegistry, CompiledSolution } from './compiled-registry.ts';
import { findCapabilities } from './find-capabilities.ts';
import { isJsonObject, memberOf } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { RegistryError } from './registry-error.ts';
import { applicationTerm } from './terms.ts';

const utf8 = new TextEncoder();

/**
 * Prepares the solutions registries for matching. All that is expensive happens here, once.
 *
 * @param registries - OS id -> solution id -> registry entry. Kept by reference: do not change it afterwards.
 * @throws RegistryError naming operating system, solution and field where a registry has a wrong shape.
 * @see GPII-FORMATS §3.3, §3.4
 */
export function compileRegistry(registries: Readonly<Record<string, JsonObject>>): CompiledRegistry {
  const byOs = new Map(Object.entries(registries).map(([osId, registry]) => [osId, compileOs(osId, registry)]));
  const names = new Map([...byOs.values()].flat().map(({ id, entry }) => [id, memberOf(entry, 'name')]));
  return {
    solutionsOf: (osId) => byOs.get(osId) ?? [],
    nameOf: (solutionId) => {
      const name = names.get(solutionId);
      return typeof name === 'string' ? name : undefined;
    },
  };
}

// The registry comes from a file, so its declared type is only a hope.
function compileOs(osId: string, registry: JsonValue): readonly CompiledSolution[] {
  if (!isJsonObject(registry)) {
    throw new RegistryError({ osId }, 'must be an object of solutions');
  }
  const entries = Object.entries(registry);
  const members = encodeMembers(entries);
  return entries.map(([solutionId, entry], index) => ({
    ...compileSolution(osId, solutionId, entry),
    memberBytes: members[index] ?? utf8.encode(''),
  }));
}

/** Members of one JSON object, next to each other in one piece of memory with a comma between them. */
function encodeMembers(entries: readonly [string, JsonValue][]): readonly Uint8Array[] {
  const texts = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const bytes = utf8.encode(texts.join(','));
  let end = -1;
  return texts.map((text) => {
    const start = end + 1;
    end = start + utf8.encode(text).length;
    return bytes.subarray(start, end);
  });
}

function compileSolution(osId: string, solutionId: string, entry: JsonValue): Omit<CompiledSolution, 'memberBytes'> {
  const place = { osId, solutionId };
  if (!isJsonObject(entry)) {
    throw new RegistryError(place, 'must be an object');
  }
  const versionRange = memberOf(entry, 'version');
  if (versionRange !== undefined && typeof versionRange !== 'string') {
    throw new RegistryError({ ...place, field: 'version' }, 'must be a range of versions (a string)');
  }
  const capabilities = findCapabilities(entry, place);
  return {
    id: solutionId,
    entry,
    applicationTerm: applicationTerm(solutionId),
    versionRange,
    capabilities,
    functions: findFunctions(capabilities),
  };
}
