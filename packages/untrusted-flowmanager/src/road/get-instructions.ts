import type { SettingsAnswer } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import type { LocalSettings } from '../local/local-settings.ts';
import type { ReadPreferences } from '../local/read-preference-file.ts';
import { fetchInstructions, type Road } from './fetch-instructions.ts';

/** What a key-in brings along besides the GPII token. */
export interface KeyInRequest {
  /** For the logs of the others. */
  readonly requestId?: string;
  /** Preferences that came with the token: on its medium, or named by whoever keys in. Used without GPII Cloud only. */
  readonly carried?: ReadPreferences | undefined;
}

/** What this computer should do for a person, and who said so. */
export interface FoundInstructions {
  readonly instructions: SettingsAnswer;
  readonly source: 'cloud' | 'local';
  /** Why GPII Cloud did not say it; there when the source is local. */
  readonly refusal?: Refusal;
}

/**
 * Asks GPII Cloud what this computer should do for a person. Whatever keeps its answer away, preferences on this computer or on
 * the token medium take its place: no credential, a refused one, a cloud that is down or does not know the GPII token
 * (decision 0043).
 *
 * @throws Refusal with the person's sentence: the cloud's where there are no local preferences.
 */
export async function getInstructions(
  road: Road,
  local: LocalSettings,
  gpiiToken: string,
  { requestId, carried }: KeyInRequest = {},
): Promise<FoundInstructions> {
  try {
    return { instructions: await fetchInstructions(road, gpiiToken, requestId), source: 'cloud' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const instructions = await local.find(gpiiToken, carried);
    if (instructions === undefined) throw error;
    return { instructions, source: 'local', refusal: error };
  }
}
