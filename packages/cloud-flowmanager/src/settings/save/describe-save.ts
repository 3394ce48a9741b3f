import type { AuditEntry } from '@gpii/credentials';
import type { JsonValue } from '@gpii/matchmaker';
import { changedTerms } from './changed-terms.ts';

/** How many terms an audit record names: enough to see what was done, too few to grow the log by a set at each save. */
const MAX_NAMED_TERMS = 50;

/**
 * The audit record of a save: which terms changed in which contexts, by name. Values stay out of it: they are the person's, and the
 * audit log is for ever.
 */
export function describeSave(
  gpiiTokenHash: string,
  act: 'saved' | 'added',
  { before, after }: { before: JsonValue; after: JsonValue },
): AuditEntry {
  const changed = [...changedTerms(before, after)].flatMap(([context, terms]) =>
    terms.map((term) => ({ context, term })),
  );
  return {
    action: act === 'saved' ? 'preferences_saved' : 'gpii_token_added',
    subject: `gpiiToken:${gpiiTokenHash}`,
    after: { changedTerms: changed.length, terms: changed.slice(0, MAX_NAMED_TERMS) },
  };
}
