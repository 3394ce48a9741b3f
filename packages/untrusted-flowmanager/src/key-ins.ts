import { maskGpiiToken, type KeyInAnswer, type SettingsAnswer } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import type { Clock } from './clock.ts';
import { createQueue } from './one-at-a-time.ts';
import { describeInstructions } from './road/count-solutions.ts';
import { PERSON_SENTENCES } from './road/person-sentences.ts';
import { createTapDebounce } from './tap-debounce.ts';
import type { ThisComputer } from './this-computer.ts';

/** Who is keyed in, and what the cloud sent. In memory only. */
export interface Session {
  readonly gpiiToken: string;
  readonly since: Date;
  readonly source: KeyInAnswer['source'];
  readonly instructions: SettingsAnswer;
}

/** Key-ins and key-outs of this computer, one at a time in the order in which they came. */
export interface KeyIns {
  /** Keys in; another person's session ends first. The same key-in asked for again while it waits or runs is one. */
  keyIn(gpiiToken: string, requestId?: string): Promise<KeyInAnswer>;
  /** Keys out. */
  keyOut(gpiiToken: string): Promise<KeyInAnswer>;
  /** Keys in or out, whichever it is time for; undefined for the echo of an earlier tap, which changes nothing. */
  tap(gpiiToken: string, requestId?: string): Promise<KeyInAnswer | undefined>;
  /** When the flow manager stops: ends the session after what was asked for before. */
  close(): Promise<void>;
  /** Who is keyed in at this moment. */
  readonly session: Session | undefined;
}

/** What key-ins need from outside. */
export interface KeyInsNeeds {
  readonly clock: Clock;
  /** `requestId`: of the request that keys in. */
  readonly fetchInstructions: (gpiiToken: string, requestId?: string) => Promise<SettingsAnswer>;
  readonly computer: ThisComputer;
}

/** Begins with nobody keyed in. */
export function createKeyIns({ clock, fetchInstructions, computer }: KeyInsNeeds): KeyIns {
  const enqueue = createQueue();
  const countsAsTap = createTapDebounce(clock.monotonicMs);
  let session: Session | undefined;
  /** The key-in that nothing waits behind. */
  let lastKeyIn: { gpiiToken: string; answer: Promise<KeyInAnswer> } | undefined;

  const begin = async (gpiiToken: string, requestId?: string): Promise<KeyInAnswer> => {
    if (session?.gpiiToken === gpiiToken) throw conflict('already_keyed_in', PERSON_SENTENCES.alreadyKeyedIn);
    session = undefined;
    // What can't be put back is in the log, and must not keep the next person out.
    await computer.undo().catch(() => undefined);
    const instructions = await fetchInstructions(gpiiToken, requestId);
    await computer.apply(instructions);
    session = { gpiiToken, since: clock.now(), source: 'cloud', instructions };
    return answerFor(session, `Keyed in. GPII Cloud sent ${describeInstructions(instructions)}.`);
  };
  const end = async (gpiiToken: string): Promise<KeyInAnswer> => {
    const ended = session;
    if (ended === undefined) throw conflict('nobody_keyed_in', PERSON_SENTENCES.nobodyKeyedIn);
    if (ended.gpiiToken !== gpiiToken) throw conflict('other_person_keyed_in', PERSON_SENTENCES.otherPersonKeyedIn);
    session = undefined;
    await computer.undo();
    return answerFor(ended, 'Keyed out.');
  };
  return {
    keyIn: (gpiiToken, requestId) => {
      if (lastKeyIn?.gpiiToken === gpiiToken) return lastKeyIn.answer;
      const answer = enqueue(() => begin(gpiiToken, requestId)).finally(() => {
        if (lastKeyIn?.answer === answer) lastKeyIn = undefined;
      });
      lastKeyIn = { gpiiToken, answer };
      return answer;
    },
    keyOut: (gpiiToken) => {
      lastKeyIn = undefined;
      return enqueue(() => end(gpiiToken));
    },
    tap: async (gpiiToken, requestId) => {
      if (!countsAsTap(gpiiToken)) return undefined;
      lastKeyIn = undefined;
      return enqueue(async () => (session?.gpiiToken === gpiiToken ? end(gpiiToken) : begin(gpiiToken, requestId)));
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
  };
}

function answerFor({ gpiiToken, source }: Session, message: string): KeyInAnswer {
  return { message, gpiiToken: maskGpiiToken(gpiiToken), source };
}

function conflict(code: 'already_keyed_in' | 'nobody_keyed_in' | 'other_person_keyed_in', message: string): Refusal {
  return new Refusal({ status: 409, code, reason: code, message });
}
