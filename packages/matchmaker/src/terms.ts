const COMMON_PREFIX = 'http://registry.gpii.net/common/';
const APPLICATION_PREFIX = 'http://registry.gpii.net/applications/';

/** The common term (a preference that many applications understand) with this short name, such as `fontSize`. */
export function commonTerm(name: string): string {
  return COMMON_PREFIX + name;
}

/** Whether a preference's name is a common term. */
export function isCommonTerm(term: string): boolean {
  return term.startsWith(COMMON_PREFIX);
}

/** The term under which a preference set holds the settings of one application. */
export function applicationTerm(solutionId: string): string {
  return APPLICATION_PREFIX + solutionId;
}

/** The solution whose settings stand under an application term. */
export function applicationIdOf(term: string): string {
  return term.slice(APPLICATION_PREFIX.length);
}

/** Whether a preference's name is an application term. */
export function isApplicationTerm(term: string): boolean {
  return term.startsWith(APPLICATION_PREFIX);
}

/**
 * The solution that a metadata scope means.
 *
 * The prefix is cut off by its length and not looked at, as the cloud in the field does: an id without the prefix is
 * cut too and means no solution (GPII-FORMATS §3.5a).
 */
export function solutionIdInScope(scopeUri: string): string {
  return scopeUri.slice(APPLICATION_PREFIX.length);
}
