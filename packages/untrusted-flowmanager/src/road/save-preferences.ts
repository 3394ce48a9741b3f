import { randomUUID } from 'node:crypto';
import { DataSourceError, type DataSource } from '@gpii/data-source';
import type { JsonObject } from '@gpii/matchmaker';
import { z } from 'zod';
import { Refusal } from '@gpii/service-kit';
import { InvalidPreferences } from '../changes/invalid-preferences.ts';
import { DEFAULT_CONTEXT } from '../default-context.ts';
import type { AccessTokens } from './access-tokens.ts';
import { toCloudRefusal } from './cloud-refusal.ts';
import { PERSON_SENTENCES } from './person-sentences.ts';
import { withAccessToken } from './with-access-token.ts';

/** What saving needs. */
export interface SavingRoad {
  readonly accessTokens: AccessTokens;
  /** Answers `set({gpiiToken, accessToken, requestId}, preferences)` as PUT settings does. */
  readonly preferencesSource: DataSource;
}

/** As GPII Cloud tells what is wrong with preferences (GPII-FORMATS §1). */
const problemsSchema = z.object({
  errors: z.array(z.object({ message: z.string(), dataPath: z.array(z.string()) })).catch([]),
});
const readOnlySchema = z.object({ errorCode: z.literal('GPII_ERR_READONLY') });

/**
 * Saves preferences of a person in GPII Cloud: they are merged into what is stored.
 *
 * @param preferences - Flat terms of the default context.
 * @throws Refusal with the person's sentence. Nothing is saved then.
 */
export async function savePreferences(
  { accessTokens, preferencesSource }: SavingRoad,
  gpiiToken: string,
  preferences: JsonObject,
  requestId: string = randomUUID(),
): Promise<void> {
  const value = { contexts: { [DEFAULT_CONTEXT]: { preferences } } };
  try {
    await withAccessToken(accessTokens, { gpiiToken, requestId }, (accessToken) =>
      preferencesSource.set({ gpiiToken, accessToken, requestId }, value),
    );
  } catch (error) {
    throw toSaveRefusal(error);
  }
}

function toSaveRefusal(error: unknown): unknown {
  if (!(error instanceof DataSourceError) || error.kind !== 'refused') return toCloudRefusal(error);
  const { status, body } = error;
  if (status === 400) {
    const errors = problemsSchema.safeParse(body).data?.errors ?? [];
    return new InvalidPreferences(PERSON_SENTENCES.invalidForCloud, errors, error);
  }
  // An access token that it did not accept was replaced once before this.
  if (status === 401) return refuse(401, 'preferences_not_allowed', PERSON_SENTENCES.mayNotSave);
  if (status === 404 && readOnlySchema.safeParse(body).success) {
    return refuse(404, 'preferences_read_only', PERSON_SENTENCES.readOnly);
  }
  if (status === 413) return refuse(413, 'preferences_too_large', PERSON_SENTENCES.tooLargeToSave);
  return toCloudRefusal(error);
}

function refuse(
  status: number,
  code: 'preferences_not_allowed' | 'preferences_read_only' | 'preferences_too_large',
  message: string,
): Refusal {
  return new Refusal({ status, code, reason: code, message });
}
