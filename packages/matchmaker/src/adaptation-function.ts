import { commonTerm } from './terms.ts';

/** What a solution can be for a person, of which they need only one at a time. */
export type AdaptationFunction =
  'slowKeys' | 'magnifier' | 'stickyKeys' | 'debounceKeys' | 'screenReader' | 'onScreenKeyboard';

/** The terms by which a solution shows that it has a function. The order is the one in which functions are visited. */
const TERMS_OF_FUNCTION: readonly (readonly [AdaptationFunction, readonly string[]])[] = [
  ['slowKeys', ['slowKeys/enabled']],
  ['magnifier', ['magnification', 'magnification/enabled']],
  ['stickyKeys', ['stickyKeys']],
  ['debounceKeys', ['debounce/enabled']],
  ['screenReader', ['screenReaderTTS/enabled']],
  ['onScreenKeyboard', ['onScreenKeyboard/enabled']],
];

/**
 * The functions that a solution with these capabilities has.
 *
 * Rule: a solution has a function if it understands one of the function's terms.
 *
 * @see GPII-FORMATS §3.5c
 */
export function findFunctions(capabilities: ReadonlySet<string>): AdaptationFunction[] {
  return TERMS_OF_FUNCTION.filter(([, terms]) => terms.some((term) => capabilities.has(commonTerm(term)))).map(
    ([adaptationFunction]) => adaptationFunction,
  );
}
