import type { LimitSettings } from '../../src/limits/limits.ts';

/** For tests of something else. */
export const NO_LIMITS: LimitSettings = {
  failuresPerMinute: 0,
  failuresPerAddressPerMinute: 0,
  signInFailuresPerHour: 0,
  unknownGpiiTokensPerHour: 0,
  mailsPerHour: 0,
  mailsPerAddressPerHour: 0,
};
