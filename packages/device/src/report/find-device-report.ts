import { platform, release } from 'node:os';
import type { JsonObject } from '@gpii/matchmaker';
import type { Environment } from '../handlers/expand-variables.ts';
import { lookFor } from './look-for.ts';
import { readReporters, type Reporter } from './reporters.ts';

/** What a computer says about itself to the cloud. */
export interface FoundReport {
  readonly OS: { readonly id: string; readonly version: string };
  readonly solutions: readonly { readonly id: string }[];
}

/** A device report that was found, and why it says what it says. */
export interface FoundDevice {
  readonly report: FoundReport;
  /** Solution id -> the reporter that said yes first. */
  readonly because: ReadonlyMap<string, Reporter>;
  /** Solution id -> what was looked for in vain; in registry order. */
  readonly notInstalled: ReadonlyMap<string, readonly Reporter[]>;
  /** Types of reporters that nobody here knows, each once. */
  readonly unknownReporters: readonly string[];
}

/**
 * Finds what this computer is and has: its operating system, and each entry of the registry of which one `isInstalled` reporter
 * says yes.
 *
 * @param registry - Solution id -> registry entry, of this operating system.
 * @param environment - Of the person's session: PATH, variables in paths.
 * @see GPII-FORMATS §3b.1
 */
export async function findDeviceReport(registry: JsonObject, environment: Environment): Promise<FoundDevice> {
  const entries = Object.entries(registry).map(([id, entry]) => ({ id, ...readReporters(entry, environment) }));
  const isFound = await lookFor(
    entries.flatMap(({ reporters }) => reporters),
    environment,
  );
  const because = new Map<string, Reporter>();
  const notInstalled = new Map<string, readonly Reporter[]>();
  for (const { id, reporters } of entries) {
    const yes = reporters.find(isFound);
    if (yes === undefined) notInstalled.set(id, reporters);
    else because.set(id, yes);
  }
  return {
    report: { OS: { id: platform(), version: release() }, solutions: [...because.keys()].map((id) => ({ id })) },
    because,
    notInstalled,
    unknownReporters: [...new Set(entries.flatMap(({ unknown }) => unknown))].sort(),
  };
}
