import { RecentCache } from '@gpii/credentials';
import { DeviceError, parseDevice, type DeviceReport } from '@gpii/matchmaker';
import { Refusal } from '@gpii/service-kit';

/** A computer sends the same report at each key-in, and so do others of its kind. At most 512 × 8192 characters: 4 MB. */
const MAX_REMEMBERED = 512;
const LONGEST_REMEMBERED = 8192;

/**
 * Makes a reader of device reports that knows again what it has read lately.
 *
 * @returns A function that throws Refusal 400 `device_malformed` for what is no JSON or over a limit.
 */
export function createDeviceReader(): (text: string) => DeviceReport {
  const remembered = new RecentCache<string, DeviceReport>(MAX_REMEMBERED);
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const report = readDevice(text);
    if (text.length <= LONGEST_REMEMBERED) remembered.set(text, report);
    return report;
  };
}

function readDevice(text: string): DeviceReport {
  try {
    return parseDevice(text);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw new Refusal({
      status: 400,
      code: 'invalid_request',
      reason: 'device_malformed',
      message: `${error.message}.`,
    });
  }
}
