import { Refusal, renderLocalError, type RenderError } from '@gpii/service-kit';

/** A rule that a preference breaks: what would be right, and where. Never holds the value. */
export interface BrokenRule {
  readonly message: string;
  /** The way to the place, from the top of a flat preference set. */
  readonly dataPath: readonly string[];
}

/** Preferences break rules: refused here, or by GPII Cloud. */
export class InvalidPreferences extends Refusal {
  readonly errors: readonly BrokenRule[];

  constructor(message: string, errors: readonly BrokenRule[], cause?: unknown) {
    super({ status: 400, code: 'preferences_invalid', reason: 'preferences_invalid', message, cause });
    this.name = 'InvalidPreferences';
    this.errors = errors;
  }
}

/** `{error, message, retry_after?}`, and `errors` where preferences break rules. */
export const renderChangeError: RenderError = (refusal) => ({
  ...(renderLocalError(refusal) as object),
  ...(refusal instanceof InvalidPreferences ? { errors: refusal.errors } : {}),
});
