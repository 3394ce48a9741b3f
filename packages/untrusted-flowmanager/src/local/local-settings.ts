import { isDeeperThan, type JsonObject } from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import type { KnownDevice } from '../device/known-device.ts';
import { PERSON_SENTENCES } from '../road/person-sentences.ts';
import { matchLocally } from './match-locally.ts';
import type { LocalProblem, ReadPreferences } from './read-preference-file.ts';
import { countStoredPreferences, readStoredPreferences } from './stored-preferences.ts';

/** The most objects and lists that may stand one inside the other. */
const NESTING_LIMIT = 64;

/** Settings without GPII Cloud. */
export interface LocalSettings {
  /**
   * Instructions from the preferences that came with the GPII token, else from those stored on this computer.
   *
   * @param carried - What the token medium said.
   * @returns undefined where there are none of either.
   * @throws Refusal with the person's sentence, when there are some and none of them can be used.
   */
  find(gpiiToken: string, carried?: ReadPreferences): Promise<SettingsAnswer | undefined>;
  /** How many preference sets are stored here; undefined where no folder is named for them. */
  count(): Promise<number | undefined>;
}

/** What they need from outside. */
export interface LocalSettingsNeeds {
  /** Folder of stored preferences, if there is one. */
  readonly directory: string | undefined;
  readonly device: () => KnownDevice;
  /** Told of each file that can't be used. */
  readonly tellProblem: (problem: LocalProblem) => void;
}

/** Settings from the files of this computer and of token media; each file is read when it is needed. */
export function createLocalSettings({ directory, device, tellProblem }: LocalSettingsNeeds): LocalSettings {
  const usable = (read: ReadPreferences | undefined): JsonObject | undefined => {
    if (read === undefined) return undefined;
    const checked = checkNesting(read);
    if ('preferences' in checked) return checked.preferences;
    tellProblem(checked.problem);
    return undefined;
  };
  return {
    find: async (gpiiToken, carried) => {
      const fromMedium = usable(carried);
      const stored =
        fromMedium === undefined && directory !== undefined
          ? await readStoredPreferences(directory, gpiiToken)
          : undefined;
      const preferences = fromMedium ?? usable(stored);
      if (preferences !== undefined) return matchLocally(gpiiToken, preferences, device());
      if (carried !== undefined || stored !== undefined) throw malformed();
      return undefined;
    },
    count: () =>
      directory === undefined ? Promise.resolve(undefined) : countStoredPreferences(directory).catch(() => undefined),
  };
}

function checkNesting(read: ReadPreferences): ReadPreferences {
  if ('problem' in read || !isDeeperThan(read.preferences, NESTING_LIMIT)) return read;
  const message = `nested deeper than ${NESTING_LIMIT} levels`;
  return { problem: { file: 'preferences', line: 1, field: '', message } };
}

function malformed(): Refusal {
  const reason = 'local_preferences_malformed';
  return new Refusal({ status: 500, code: 'settings_not_applied', reason, message: PERSON_SENTENCES.notApplied });
}
