import type { CompiledRegistry, CompiledSolution } from './compiled-registry.ts';
import type { DeviceReport } from './parse-device.ts';
import { satisfiesVersion } from './satisfies-version.ts';

/**
 * Finds the solutions of the registry that a computer has.
 *
 * Rule: of the registry for the computer's operating system, those remain, in registry order, which the computer reports by
 * their id. Versions matter only where both sides name one.
 *
 * @see GPII-FORMATS §3.3
 */
export function findInstalledSolutions(device: DeviceReport, registry: CompiledRegistry): CompiledSolution[] {
  if (device.osId === undefined) {
    return [];
  }
  const versionsById = new Map<string, (string | undefined)[]>();
  for (const { id, version } of device.solutions) {
    const versions = versionsById.get(id);
    if (versions === undefined) {
      versionsById.set(id, [version]);
    } else {
      versions.push(version);
    }
  }
  return registry
    .solutionsOf(device.osId)
    .filter(
      ({ id, versionRange }) =>
        versionsById
          .get(id)
          ?.some(
            (version) => version === undefined || versionRange === undefined || satisfiesVersion(version, versionRange),
          ) ?? false,
    );
}
