/** Why a device report is refused. Stable: clients and logs may rely on these words. */
export type DeviceErrorReason = 'device_not_json' | 'device_too_long' | 'device_too_deep' | 'device_too_many_solutions';

/** A device report that can't be read. The client asked wrongly; nothing is wrong with the server. */
export class DeviceError extends Error {
  readonly reason: DeviceErrorReason;

  constructor(reason: DeviceErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeviceError';
    this.reason = reason;
  }
}
