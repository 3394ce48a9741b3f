import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@gpii/matchmaker';
import { maskGpiiToken, type KeyInAnswer, type SettingsAnswer } from '@gpii/protocol';
import type { Refusal } from '@gpii/service-kit';
import { describeInstructions } from './road/count-solutions.ts';
import { localSentence } from './road/local-sentence.ts';
import { PERSON_SENTENCES } from './road/person-sentences.ts';

/** Who is keyed in, and what is on for them. In memory only. */
export interface Session {
  readonly gpiiToken: string;
  readonly since: Date;
  readonly source: KeyInAnswer['source'];
  /** Why GPII Cloud gave no settings; undefined where it did. */
  readonly refusal: Refusal | undefined;
  readonly instructions: SettingsAnswer;
  /** Preferences that the person changed since: flat terms. They outlive an answer of GPII Cloud that comes later. */
  readonly changed: JsonObject;
}

/** What the person is told who keyed in. */
export function keyedInSentence({ refusal, instructions }: Session): string {
  return refusal === undefined
    ? `Keyed in. GPII Cloud sent ${describeInstructions(instructions)}.`
    : localSentence(refusal.code);
}

/** What is said behind that, where this computer did not take all settings; empty where it did. */
export function leftOutSentence(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ` ${PERSON_SENTENCES.oneLeftOut}` : ` ${count} ${PERSON_SENTENCES.someLeftOut}`;
}

/** Whether this computer is the same in both sessions. */
export function hasSameOn(one: Session, other: Session): boolean {
  return isDeepStrictEqual(whatIsOn(one), whatIsOn(other));
}

/** The answer to a key-in or key-out. */
export function answerFor({ gpiiToken, source, refusal }: Session, message: string): KeyInAnswer {
  const problem = refusal === undefined ? {} : { cloudProblem: refusal.code };
  return { message, gpiiToken: maskGpiiToken(gpiiToken), source, ...problem };
}

function whatIsOn({ instructions }: Session): unknown {
  return [instructions.matchMakerOutput, instructions.solutionsRegistryEntries];
}
