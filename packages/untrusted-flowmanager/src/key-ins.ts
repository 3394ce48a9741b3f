import { isDeepStrictEqual } from 'node:util';
import type { SkippedStep } from '@gpii/device';
import { mergeObjects, type JsonObject } from '@gpii/matchmaker';
import type { KeyInAnswer, SettingsAnswer } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import type { Clock } from './clock.ts';
import { createQueue } from './one-at-a-time.ts';
import type { FoundInstructions, KeyInRequest } from './road/get-instructions.ts';
import { isPassing } from './road/local-sentence.ts';
import { PERSON_SENTENCES } from './road/person-sentences.ts';
import { answerFor, hasSameOn, keyedInSentence, leftOutSentence, type Session } from './session.ts';
import { createTapDebounce } from './tap-debounce.ts';
import type { ThisComputer } from './this-computer.ts';

/** Key-ins and key-outs of this computer, one at a time in the order in which they came. */
export interface KeyIns {
  /**
   * Keys in; another person's session ends first. The same key-in asked for again while it waits or runs is one, unless it brings
   * other preferences.
   */
  keyIn(gpiiToken: string, request?: KeyInRequest): Promise<KeyInAnswer>;
  /** Keys out. */
  keyOut(gpiiToken: string): Promise<KeyInAnswer>;
  /** Keys in or out, whichever it is time for; undefined for the echo of an earlier tap, which changes nothing. */
  tap(gpiiToken: string, request?: KeyInRequest): Promise<KeyInAnswer | undefined>;
  /**
   * Changes preferences of who is keyed in, on this computer: flat terms.
   *
   * @param of - Whose they are: a session that ended meanwhile is not confused with the next one.
   */
  change(preferences: JsonObject, of: Session | undefined): Promise<Changed>;
  /** Asks GPII Cloud again where local settings are on because it could not be reached, and puts on what it says. */
  askCloudAgain(): Promise<void>;
  /** When the flow manager stops: ends the session after what was asked for before. */
  close(): Promise<void>;
  /** Who is keyed in at this moment. */
  readonly session: Session | undefined;
  /** Whether settings of the last session could neither be put on nor all be put back; until the next key-in. */
  readonly isBroken: boolean;
}

/** What a change came to. */
export interface Changed {
  readonly gpiiToken: string;
  /** Whether something on this computer became different. */
  readonly isUsed: boolean;
}

/** What key-ins need from outside. */
export interface KeyInsNeeds {
  readonly clock: Clock;
  /** From GPII Cloud, else from this computer. */
  readonly getInstructions: (gpiiToken: string, request?: KeyInRequest) => Promise<FoundInstructions>;
  /** From GPII Cloud alone. */
  readonly fetchInstructions: (gpiiToken: string) => Promise<SettingsAnswer>;
  /** What instructions become by preferences of the person. */
  readonly changeInstructions: (instructions: SettingsAnswer, preferences: JsonObject) => SettingsAnswer;
  readonly computer: ThisComputer;
}

/** Begins with nobody keyed in. */
export function createKeyIns({
  clock,
  getInstructions,
  fetchInstructions,
  changeInstructions,
  computer,
}: KeyInsNeeds): KeyIns {
  const enqueue = createQueue();
  const countsAsTap = createTapDebounce(clock.monotonicMs);
  let session: Session | undefined;
  /** The key-in that nothing waits behind. */
  let lastKeyIn: { gpiiToken: string; carried: KeyInRequest['carried']; answer: Promise<KeyInAnswer> } | undefined;
  let isBroken = false;

  const begin = async (gpiiToken: string, request?: KeyInRequest): Promise<KeyInAnswer> => {
    if (session?.gpiiToken === gpiiToken) throw conflict('already_keyed_in', PERSON_SENTENCES.alreadyKeyedIn);
    session = undefined;
    isBroken = false;
    // What can't be put back is in the log, and must not keep the next person out.
    await computer.undo().catch(() => undefined);
    const { instructions, source, refusal } = await getInstructions(gpiiToken, request);
    try {
      await computer.apply(instructions);
    } catch (error) {
      isBroken = error instanceof Refusal && error.reason === 'settings_not_restored';
      throw error;
    }
    session = { gpiiToken, since: clock.now(), source, refusal, instructions, changed: {} };
    const leftOut = settingsIn(computer.leftOut());
    return {
      ...answerFor(session, `${keyedInSentence(session)}${leftOutSentence(leftOut.length)}`),
      ...(leftOut.length > 0 && { leftOut }),
    };
  };
  const end = async (gpiiToken: string): Promise<KeyInAnswer> => {
    const ended = session;
    if (ended === undefined) throw conflict('nobody_keyed_in', PERSON_SENTENCES.nobodyKeyedIn);
    if (ended.gpiiToken !== gpiiToken) throw conflict('other_person_keyed_in', PERSON_SENTENCES.otherPersonKeyedIn);
    // What could not be put back is still on: the person can key out again.
    await computer.undo();
    session = undefined;
    return answerFor(ended, 'Keyed out.');
  };
  /** Nothing is taken off and put on again where it stays the same: a screen reader would fall silent meanwhile. */
  const putOn = async (before: Session, after: Session, how: { mayLeaveOut: boolean }): Promise<void> => {
    if (!hasSameOn(before, after)) {
      session = undefined;
      try {
        await computer.change(before.instructions, after.instructions, how);
      } catch (error) {
        // Otherwise not all that was on before is on again.
        if (error instanceof Refusal && error.reason === 'settings_not_applied') session = before;
        else isBroken = true;
        throw error;
      }
    }
    session = after;
  };
  const change = async (preferences: JsonObject, of: Session | undefined): Promise<Changed> => {
    const before = session;
    if (before === undefined) throw conflict('nobody_keyed_in', PERSON_SENTENCES.nobodyKeyedIn);
    if (before.gpiiToken !== of?.gpiiToken)
      throw conflict('other_person_keyed_in', PERSON_SENTENCES.otherPersonKeyedIn);
    const changed = mergeObjects(before.changed, preferences);
    const after: Session = { ...before, changed, instructions: changeInstructions(before.instructions, preferences) };
    await putOn(before, after, { mayLeaveOut: false });
    return { gpiiToken: before.gpiiToken, isUsed: !hasSameOn(before, after) };
  };
  const replace = async (asked: Session, instructions: SettingsAnswer): Promise<void> => {
    const before = session;
    if (before?.gpiiToken !== asked.gpiiToken || before.since !== asked.since) return;
    const isChanged = Object.keys(before.changed).length > 0;
    const all = isChanged ? changeInstructions(instructions, before.changed) : instructions;
    const after: Session = { ...before, source: 'cloud', refusal: undefined, instructions: all };
    await putOn(before, after, { mayLeaveOut: true });
  };
  return {
    keyIn: (gpiiToken, request) => {
      const carried = request?.carried;
      const bringsTheSame = carried === undefined || isDeepStrictEqual(carried, lastKeyIn?.carried);
      if (lastKeyIn?.gpiiToken === gpiiToken && bringsTheSame) return lastKeyIn.answer;
      const answer = enqueue(() => begin(gpiiToken, request)).finally(() => {
        if (lastKeyIn?.answer === answer) lastKeyIn = undefined;
      });
      lastKeyIn = { gpiiToken, carried, answer };
      return answer;
    },
    keyOut: (gpiiToken) => {
      lastKeyIn = undefined;
      return enqueue(() => end(gpiiToken));
    },
    tap: async (gpiiToken, request) => {
      if (!countsAsTap(gpiiToken)) return undefined;
      lastKeyIn = undefined;
      return enqueue(async () => (session?.gpiiToken === gpiiToken ? end(gpiiToken) : begin(gpiiToken, request)));
    },
    change: (preferences, of) => enqueue(() => change(preferences, of)),
    askCloudAgain: async () => {
      const before = session;
      if (before?.refusal === undefined || !isPassing(before.refusal.code)) return;
      try {
        // Nobody waits behind a cloud that does not answer.
        const instructions = await fetchInstructions(before.gpiiToken);
        await enqueue(() => replace(before, instructions));
      } catch (error) {
        const isFinal = error instanceof Refusal && !isPassing(error.code);
        if (isFinal && session === before) session = { ...before, refusal: error };
        throw error;
      }
    },
    close: () => {
      lastKeyIn = undefined;
      return enqueue(async () => {
        session = undefined;
        await computer.undo().catch(() => undefined);
      });
    },
    get session() {
      return session;
    },
    get isBroken() {
      return isBroken;
    },
  };
}

/** Of what was left out, the settings: by which a person's value was refused. */
function settingsIn(skipped: readonly SkippedStep[]): NonNullable<KeyInAnswer['leftOut']> {
  return skipped.flatMap(({ solution, setting }) => (setting === undefined ? [] : [{ solution, setting }]));
}

function conflict(code: 'already_keyed_in' | 'nobody_keyed_in' | 'other_person_keyed_in', message: string): Refusal {
  return new Refusal({ status: 409, code, reason: code, message });
}
