import { PERSON_SENTENCES } from './person-sentences.ts';

/** Problems after which the cloud is asked again while its settings are missing, by the code of the refusal. */
const PASSING = new Set([
  'cloud_unreachable',
  'cloud_error',
  'access_token_refused',
  'slow_down',
  'requester_down',
  'requester_error',
]);

/** Of those, the ones that UX.md tells the person nothing of: nothing is wrong with GPII Cloud. */
const QUIET = new Set(['requester_down', 'requester_error']);

/** Whether a later question may well find what this one did not. */
export function isPassing(cloudProblem: string): boolean {
  return PASSING.has(cloudProblem);
}

/**
 * What a person is told whose settings came from this computer or their medium (UX.md).
 *
 * @param cloudProblem - Code of the refusal that kept GPII Cloud's settings away.
 */
export function localSentence(cloudProblem: string): string {
  if (cloudProblem === 'credential_refused') return PERSON_SENTENCES.notConnected;
  return isPassing(cloudProblem) && !QUIET.has(cloudProblem)
    ? PERSON_SENTENCES.computerOnlyForNow
    : PERSON_SENTENCES.computerOnly;
}
