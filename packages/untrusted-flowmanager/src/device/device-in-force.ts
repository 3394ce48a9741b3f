import type { Logger } from '@gpii/service-kit';
import { readKnownDevice, type DeviceSources, type KnownDevice } from './known-device.ts';

/** What is known of this computer now; it is looked at again while the flow manager runs. */
export interface DeviceInForce {
  current(): KnownDevice;
  /** Reads registry and report again, and looks again what is installed. What is wrong is logged and changes nothing. */
  reload(): Promise<void>;
}

/**
 * Opens what is known of this computer.
 *
 * @throws StartError (exit 78)
 */
export async function openDevice(sources: DeviceSources, logger: Logger): Promise<DeviceInForce> {
  let current = await readKnownDevice(sources);
  tell(logger, current);
  return {
    current: () => current,
    reload: async () => {
      try {
        current = await readKnownDevice(sources);
        tell(logger, current);
      } catch (error) {
        logger.error(
          { err: error, reason: 'registry_malformed' },
          'this computer not looked at again: all stays as it was',
        );
      }
    },
  };
}

function tell(logger: Logger, { report, found }: KnownDevice): void {
  if (found === undefined) return;
  logger.info({ os: report.osId, solutions: [...found.because.keys()] }, 'device report found');
  if (found.unknownReporters.length === 0) return;
  logger.info({ types: found.unknownReporters }, 'reporters that are not known here count as not installed');
}
