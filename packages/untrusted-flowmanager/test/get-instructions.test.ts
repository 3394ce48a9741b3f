import type { DataSource } from '@gpii/data-source';
import { Refusal } from '@gpii/service-kit';
import { describe, expect, it } from 'vitest';
import type { LocalSettings } from '../src/local/local-settings.ts';
import { getInstructions } from '../src/road/get-instructions.ts';
import type { Road } from '../src/road/fetch-instructions.ts';
import { localSentence } from '../src/road/local-sentence.ts';
import { PERSON_SENTENCES } from '../src/road/person-sentences.ts';
import { settingsAnswer } from './support/settings-answer.ts';

const local: LocalSettings = {
  find: (gpiiToken) => Promise.resolve(gpiiToken === 'stored' ? settingsAnswer('from here') : undefined),
  count: () => Promise.resolve(1),
};
const refusalWith = (code: string): Refusal =>
  new Refusal({ status: 500, code, reason: 'internal_error', message: code });

/** A road that ends with an error, or with the cloud's answer. */
function roadTo(error?: Error): Road {
  const settingsSource: DataSource = {
    get: ({ gpiiToken = '' }) => Promise.resolve(settingsAnswer(gpiiToken)),
    set: () => Promise.resolve(undefined),
  };
  const get = (): Promise<string> => (error === undefined ? Promise.resolve('token') : Promise.reject(error));
  const accessTokens = { get, replace: get, forget: () => undefined };
  return { accessTokens, settingsSource, device: () => '{}' };
}

describe('instructions', () => {
  it('come from GPII Cloud where it has them, whatever is stored here', async () => {
    expect(await getInstructions(roadTo(), local, 'stored')).toEqual({
      instructions: settingsAnswer('stored'),
      source: 'cloud',
    });
  });

  it.each(['no_client_credential', 'credential_refused', 'cloud_unreachable', 'cloud_error', 'unknown_gpii_token'])(
    'come from this computer after %s',
    async (code) => {
      const refusal = refusalWith(code);
      const instructions = settingsAnswer('from here');
      expect(await getInstructions(roadTo(refusal), local, 'stored')).toEqual({
        instructions,
        source: 'local',
        refusal,
      });
    },
  );

  it("are refused with the cloud's refusal where nothing is stored here", async () => {
    const refusal = refusalWith('cloud_unreachable');
    await expect(getInstructions(roadTo(refusal), local, 'nobody')).rejects.toBe(refusal);
  });

  it('do not hide a mistake of ours', async () => {
    await expect(getInstructions(roadTo(new TypeError('x')), local, 'stored')).rejects.toThrow(TypeError);
  });
});

describe('the sentence for local settings', () => {
  it.each([
    ['no_client_credential', PERSON_SENTENCES.computerOnly],
    ['unknown_gpii_token', PERSON_SENTENCES.computerOnly],
    ['requester_down', PERSON_SENTENCES.computerOnly],
    ['credential_refused', PERSON_SENTENCES.notConnected],
    ['cloud_unreachable', PERSON_SENTENCES.computerOnlyForNow],
    ['cloud_error', PERSON_SENTENCES.computerOnlyForNow],
  ])('after %s is that of UX.md', (code, sentence) => {
    expect(localSentence(code)).toBe(sentence);
  });
});
