import type { RecordFacts } from '../../history/describe-record.ts';

const named = (name: string): string => (name === '' ? '' : ` “${name}”`);
const because = (reason: string): string => (reason === '' ? '' : ` Reason: ${reason}`);
const times = (tries: number): string => (tries === 1 ? '' : `, ${tries} tries`);

const KINDS: Readonly<Record<string, string>> = {
  too_many_failures: 'wrong secrets',
  too_many_failures_from_address: 'wrong tries from one address',
  too_many_sign_in_failures: 'wrong passwords',
  too_many_unknown_gpii_tokens: 'unknown GPII keys',
};

/** History. */
export const history = {
  title: 'History',
  titleOf: (name: string) => `History of “${name}”`,
  lead: 'What was done in your account and with your credentials. Nothing here can be changed or removed.',
  order: 'Newest first. Times are in UTC.',
  empty: 'Nothing was recorded yet.',
  gathering: 'Older events are still being put in order. Load this page again in a minute.',
  refused: 'Refused:',
  by: (who: string) => `By: ${who}`,
  byFrom: (who: string, address: string) => `By: ${who}, from ${address}`,
  since: (moment: string) => `(since ${moment})`,
  older: 'Older events',
  newest: 'Newest events',
  download: 'Download as CSV',
  columns: ['Time', 'Who', 'What', 'Credential', 'From address', 'Request'],
  who: {
    you: 'You',
    operator: 'The operator of GPII Cloud',
    client: 'GPII Manager, with the credential itself',
    enrolled: 'A computer that enrolled',
    import: 'The operator of GPII Cloud, by an import',
    unproven: 'Somebody who did not prove who they are',
  },
  other: (action: string) => action.replaceAll('_', ' '),
  actions: {
    account_created: () => 'Account created',
    account_disabled: () => 'Account closed',
    account_signed_in: () => 'Signed in',
    sign_in_refused: ({ tries }: RecordFacts) => `wrong password${times(tries)}`,
    refused_burst: ({ name, kind, tries }: RecordFacts) =>
      `too many ${KINDS[kind] ?? 'wrong tries'}${named(name)}${times(tries)}`,
    consent_given: ({ name }: RecordFacts) => `Sharing of preferences allowed:${named(name)}`,
    consent_taken_back: ({ name }: RecordFacts) => `Sharing of preferences taken back:${named(name)}`,
    credential_created: ({ name }: RecordFacts) => `Credential created:${named(name)}`,
    credential_edited: ({ name, oldName }: RecordFacts) =>
      oldName === '' || oldName === name
        ? `Credential edited:${named(name)}`
        : `Credential edited:${named(name)}, before:${named(oldName)}`,
    credential_revoked: ({ name, reason }: RecordFacts) => `Credential revoked:${named(name)}.${because(reason)}`,
    enrolment_key_created: ({ label, name }: RecordFacts) => `Enrolment key made${named(label)} for${named(name)}`,
    enrolment_key_revoked: ({ reason }: RecordFacts) => `Enrolment key ended.${because(reason)}`,
    gpii_token_added: () => 'GPII key added',
    gpii_token_linked: ({ label }: RecordFacts) => `GPII key linked${named(label)}`,
    gpii_token_unlinked: ({ label }: RecordFacts) => `GPII key taken off the account${named(label)}`,
    gpii_token_revoked: () => 'GPII key ended',
    secret_handed_out: ({ label, origin, name }: RecordFacts) =>
      `New secret${named(label)} for${named(name)}. ${origin}`,
    secret_rotated: ({ label, name }: RecordFacts) =>
      `New secret${named(label)} in place of an old one, for${named(name)}`,
    secret_ended: ({ name, end }: RecordFacts) => `A secret of${named(name)} works until ${end}`,
    secret_revoked: ({ name, reason }: RecordFacts) => `A secret of${named(name)} was ended.${because(reason)}`,
    account_renamed: () => 'Name of the account changed',
    registration_asked: () => 'Somebody tried to create an account with this address',
    new_password_asked: () => 'A link to a new password was asked for',
    password_changed: () => 'Password changed; other browsers were signed out',
    session_ended: () => 'A browser was signed out',
    hand_over_declined: () => 'A computer that asked for a credential was declined',
    preferences_saved: () => 'Preferences saved',
    hand_over_approved: ({ name }: RecordFacts) => `A computer got${named(name)} through the browser`,
  },
};
