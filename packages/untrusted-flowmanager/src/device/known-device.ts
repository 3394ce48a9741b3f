import { platform } from 'node:os';
import { findDeviceReport, type Environment, type FoundDevice } from '@gpii/device';
import { OWN_SOLUTIONS, readRegistryOf } from '@gpii/gpii-files';
import { compileRegistry, DeviceError, parseDevice, type CompiledRegistry, type DeviceReport } from '@gpii/matchmaker';
import { StartError } from '@gpii/service-kit/cli';
import { checkReportLength, readDeviceReport } from './device-report.ts';

/** What is known of this computer, and which solutions there are for its operating system. */
export interface KnownDevice {
  /** The device report as JSON text, the way it goes to GPII Cloud. */
  readonly text: string;
  /** The same, parsed. */
  readonly report: DeviceReport;
  /** The local registry, of the report's operating system. */
  readonly registry: CompiledRegistry;
  /** Why the report says what it says; undefined where it came from a file. */
  readonly found: FoundDevice | undefined;
}

/** Where they come from. */
export interface DeviceSources {
  /** File of the device report; without it, it is found. */
  readonly device: string | undefined;
  /** Folder of solutions registries; without it, the project's own. */
  readonly localSolutions: string | undefined;
  /** Of the person's session. */
  readonly environment: Environment;
}

/**
 * Reads the local registry, and reads or finds the device report.
 *
 * @throws StartError (exit 78) that names the file, and the line where a registry is wrong.
 */
export async function readKnownDevice({ device, localSolutions, environment }: DeviceSources): Promise<KnownDevice> {
  if (device !== undefined) {
    const text = readDeviceReport(device);
    const report = parseReport(`The device report ${device}`, text);
    const { registry } = await readLocalRegistry(report.osId ?? '', localSolutions);
    return { text, report, registry, found: undefined };
  }
  const { registry, found } = await findThisDevice(localSolutions, environment);
  const what = 'The device report that was found';
  const text = checkReportLength(what, JSON.stringify(found.report));
  return { text, report: parseReport(what, text), registry, found };
}

/** Looks what this computer has of the local registry of its operating system. */
export async function findThisDevice(
  localSolutions: string | undefined,
  environment: Environment,
): Promise<{ registry: CompiledRegistry; found: FoundDevice }> {
  const { registry, entries } = await readLocalRegistry(platform(), localSolutions);
  return { registry, found: await findDeviceReport(entries, environment) };
}

/** The project has no registry for some operating systems; a folder that somebody names has to have the one that is needed. */
async function readLocalRegistry(
  osId: string,
  localSolutions: string | undefined,
): Promise<{ registry: CompiledRegistry; entries: Parameters<typeof findDeviceReport>[0] }> {
  const read = await readRegistryOf(osId, localSolutions ?? OWN_SOLUTIONS);
  if (read !== undefined) return { registry: read.compiled, entries: read.entries };
  if (localSolutions === undefined) return { registry: compileRegistry({}), entries: {} };
  throw new StartError(
    `The folder ${localSolutions} has no solutions registry for this operating system (${osId}.json5).`,
  );
}

function parseReport(what: string, text: string): DeviceReport {
  try {
    return parseDevice(text);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw new StartError(`${what} can't be used: ${error.message}.`, { cause: error });
  }
}
