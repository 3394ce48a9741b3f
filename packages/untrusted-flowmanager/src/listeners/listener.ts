import type { ReadPreferences } from '../local/read-preference-file.ts';

/**
 * How people's GPII tokens come to a computer: media, card readers. A component of the grade `gpii.listener` (or one that has it
 * as a parent) among those of the flow manager is started with it; a config adds one by naming it.
 */
export interface Listener {
  /**
   * Begins to listen.
   *
   * @returns What ends it: afterwards nothing more is told.
   * @throws StartError for options that can't be right: then the flow manager does not start.
   */
  start(rooms: ListenerRooms): Promise<StopListening> | StopListening;
}

/** Ends what a listener began. */
export type StopListening = () => Promise<void> | void;

/** Whom a listener tells. None of it ever rejects: what was refused is in the log, without the GPII token. */
export interface ListenerRooms {
  /** The token is there now; preferences that came with it are used where GPII Cloud gives none. */
  keyIn(gpiiToken: string, carried?: ReadPreferences): Promise<Told>;
  /** The token is gone. */
  keyOut(gpiiToken: string): Promise<Told>;
  /** The token was shown for a moment: key-in or key-out, whichever it is time for. Its echoes within 1.5 s change nothing. */
  tap(gpiiToken: string, carried?: ReadPreferences): Promise<Told>;
  /** For the log: something of the reader or medium does not work. A GPII token does not belong in it. */
  warn(what: string): void;
}

/** What came of it: the code of the refusal, as in the answers of HTTP. */
export type Told = 'done' | { readonly code: string };
