import type { Problem } from '@gpii/gpii-files';
import { Refusal } from '@gpii/service-kit';
import { challenge, SettingsRefusal } from '../settings-error.ts';

/** The preference set breaks rules: 400, with path and rule of each, in the form that installs in the field know. */
export function invalidPreferences(problems: readonly Problem[]): Refusal {
  return new SettingsRefusal(
    {
      status: 400,
      code: 'invalid_request',
      reason: 'preferences_invalid',
      message: 'Your request was invalid.  See the errors for details.',
    },
    { isValid: false, errors: problems },
  );
}

/** Nothing may be saved under this GPII token: status and body are those that installs in the field know. */
export function readOnlyPreferences(gpiiToken: string): Refusal {
  return new SettingsRefusal(
    {
      status: 404,
      code: 'read_only',
      reason: 'preferences_read_only',
      // The old cloud's own client wrote the second half, with an address behind its firewall: here without a host.
      message:
        `Can't update preferences for readOnly GPII key "${gpiiToken}" (perhaps it is a snapset)` +
        ` while executing HTTP PUT on url /preferences/${encodeURIComponent(gpiiToken.toWellFormed())}?merge=true`,
    },
    { errorCode: 'GPII_ERR_READONLY' },
  );
}

/** The client may not save this. 401, as installs in the field know it, with the challenge that says why (docs/decisions/0023). */
export function notAllowed(why: string): Refusal {
  return new Refusal({
    status: 401,
    code: 'insufficient_scope',
    reason: 'preferences_not_allowed',
    message: `Unauthorized: ${why}`,
    headers: challenge('insufficient_scope'),
  });
}

/** What would be stored grew too large. */
export function tooLargePreferences(limitBytes: number): Refusal {
  return new Refusal({
    status: 413,
    code: 'invalid_request',
    reason: 'preferences_too_large',
    message: `With this the preference set would be larger than ${limitBytes} bytes. Nothing was saved; delete terms with PATCH first.`,
  });
}
