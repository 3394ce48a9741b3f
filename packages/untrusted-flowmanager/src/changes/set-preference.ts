import { maskGpiiToken, type ChangeAnswer, type ChangeRequest } from '@gpii/protocol';
import type { JsonObject } from '@gpii/matchmaker';
import { Refusal } from '@gpii/service-kit';
import type { KeyIns } from '../key-ins.ts';
import { PERSON_SENTENCES } from '../road/person-sentences.ts';
import { checkPreferences } from './check-preferences.ts';
import { renderChangeError } from './invalid-preferences.ts';
import { toPreferences } from './to-preferences.ts';

/** What changing a setting works with. */
export interface ChangeRooms {
  readonly keyIns: Pick<KeyIns, 'session' | 'change'>;
  /** @throws Refusal */
  readonly save: (gpiiToken: string, preferences: JsonObject, requestId: string) => Promise<void>;
}

/**
 * Changes a setting of whoever is keyed in, on this computer at once, and then saves it where that is wanted. What can't be
 * saved stays on until key-out.
 *
 * @throws Refusal when nobody is keyed in, the value breaks a rule, or it can't be put on. Then nothing is changed or saved.
 */
export async function setPreference(
  { keyIns, save }: ChangeRooms,
  { term, value, save: isToSave }: ChangeRequest,
  requestId: string,
): Promise<{ answer: ChangeAnswer; refusal: Refusal | undefined }> {
  const { session } = keyIns;
  const entries = session?.instructions.solutionsRegistryEntries ?? {};
  const preferences = toPreferences({ term, value: value }, Object.keys(entries));
  if (session !== undefined) await checkPreferences(preferences, session.instructions);
  // Refuses where nobody is keyed in.
  const { gpiiToken, isUsed } = await keyIns.change(preferences, session);
  const changed = {
    gpiiToken: maskGpiiToken(gpiiToken),
    isUsed,
    message: isUsed ? PERSON_SENTENCES.changed : PERSON_SENTENCES.changedNothing,
  };
  if (!isToSave) return { answer: { ...changed, saved: false }, refusal: undefined };
  try {
    await save(gpiiToken, preferences, requestId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const saveProblem = renderChangeError(error) as ChangeAnswer['saveProblem'];
    const message = `${changed.message} ${isUsed ? PERSON_SENTENCES.notSaved : PERSON_SENTENCES.notSavedEither}`;
    return { answer: { ...changed, message, saved: false, saveProblem }, refusal: error };
  }
  return {
    answer: { ...changed, message: `${changed.message} ${PERSON_SENTENCES.saved}`, saved: true },
    refusal: undefined,
  };
}
