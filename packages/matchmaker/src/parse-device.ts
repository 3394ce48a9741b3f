import { DeviceError } from './device-error.ts';
import { isDeeperThan, isJsonObject, memberOf } from './json.ts';
import type { JsonValue } from './json.ts';

/** The longest device report that is read, in characters. */
export const DEVICE_CHARACTER_LIMIT = 65_536;

/** The most solutions that a device may report. */
export const DEVICE_SOLUTION_LIMIT = 10_000;

/** The most arrays and objects that may stand one inside the other in a device report. */
export const DEVICE_NESTING_LIMIT = 32;

/** What a computer says about itself: its operating system, and what is installed on it. */
export interface DeviceReport {
  /** `win32`, `linux`, `darwin`, `android`, or anything else; undefined where the report does not say. */
  readonly osId: string | undefined;
  readonly solutions: readonly ReportedSolution[];
}

/** One installed solution. */
export interface ReportedSolution {
  readonly id: string;
  readonly version?: string;
}

/**
 * Reads a device report.
 *
 * Rule: any JSON is a device. What does not look like a report, or like a solution within it, reports nothing.
 *
 * @param text - The `:device` segment of the settings address, decoded: JSON.
 * @throws DeviceError `device_not_json`, or `device_too_long`, `device_too_deep`, `device_too_many_solutions` over a limit.
 * @see GPII-FORMATS §1, §3.3
 */
export function parseDevice(text: string): DeviceReport {
  if (text.length > DEVICE_CHARACTER_LIMIT) {
    throw new DeviceError('device_too_long', `The device report is longer than ${DEVICE_CHARACTER_LIMIT} characters`);
  }
  const device = parseJson(text);
  if (isDeeperThan(device, DEVICE_NESTING_LIMIT)) {
    throw new DeviceError('device_too_deep', `The device report is nested deeper than ${DEVICE_NESTING_LIMIT} levels`);
  }
  const report = isJsonObject(device) ? device : {};
  const solutions = memberOf(report, 'solutions');
  if (Array.isArray(solutions) && solutions.length > DEVICE_SOLUTION_LIMIT) {
    throw new DeviceError(
      'device_too_many_solutions',
      `The device reports more than ${DEVICE_SOLUTION_LIMIT} solutions`,
    );
  }
  return {
    osId: readOsId(memberOf(report, 'OS')),
    solutions: Array.isArray(solutions) ? solutions.flatMap(readSolution) : [],
  };
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new DeviceError('device_not_json', 'The device report is not JSON', { cause });
  }
}

function readOsId(os: JsonValue | undefined): string | undefined {
  const id = isJsonObject(os) ? memberOf(os, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function readSolution(solution: JsonValue): ReportedSolution[] {
  if (!isJsonObject(solution)) {
    return [];
  }
  const id = memberOf(solution, 'id');
  const version = memberOf(solution, 'version');
  return typeof id === 'string' ? [{ id, ...(typeof version === 'string' && { version }) }] : [];
}
