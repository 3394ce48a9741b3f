import { DataSourceError, type DataSource, type DataSourceKey } from '@gpii/data-source';
import { expect, test } from 'vitest';
import type { AccessTokens } from '../src/road/access-tokens.ts';
import { fetchInstructions } from '../src/road/fetch-instructions.ts';
import { settingsAnswer } from './support/settings-answer.ts';

interface Rig {
  readonly events: string[];
  readonly accessTokens: AccessTokens;
  readonly settingsSource: DataSource;
  readonly device: () => string;
}

/** A road whose cloud takes the access tokens of `accepted`. */
function rig(accepted: readonly string[], answer: unknown = settingsAnswer('alice')): Rig {
  const events: string[] = [];
  const get = (key: DataSourceKey): Promise<unknown> => {
    events.push(`settings with ${key.accessToken ?? 'none'}`);
    return accepted.includes(key.accessToken ?? '')
      ? Promise.resolve(answer)
      : Promise.reject(new DataSourceError('refused', 'for the test', { status: 401 }));
  };
  return {
    events,
    device: () => '{"OS":{"id":"linux"},"solutions":[]}',
    settingsSource: { get, set: () => Promise.resolve(undefined) },
    accessTokens: {
      get: () => Promise.resolve('first'),
      replace: (_gpiiToken, refused) => {
        events.push(`replace ${refused}`);
        return Promise.resolve('second');
      },
      forget: (gpiiToken) => events.push(`forget ${gpiiToken}`),
    },
  };
}

test('gives the answer of the cloud as it came', async () => {
  const answer = { ...settingsAnswer('alice'), more: 'kept' };
  expect(await fetchInstructions(rig(['first'], answer), 'alice')).toBe(answer);
});

test('asks for one fresh access token on a 401, and retries once', async () => {
  const road = rig(['second']);
  await fetchInstructions(road, 'alice');
  expect(road.events).toEqual(['settings with first', 'replace first', 'settings with second']);
});

test('stops when the fresh access token is refused as well (L14)', async () => {
  const road = rig([]);
  await expect(fetchInstructions(road, 'alice')).rejects.toMatchObject({ status: 502, reason: 'access_token_refused' });
  expect(road.events).toEqual(['settings with first', 'replace first', 'settings with second', 'forget alice']);
});

test.each([
  ['no lifecycle instructions', { hello: 'world' }],
  ['the instructions of another person', settingsAnswer('bob')],
])('refuses %s', async (_what, answer) => {
  await expect(fetchInstructions(rig(['first'], answer), 'alice')).rejects.toMatchObject({
    status: 502,
    reason: 'cloud_malformed',
  });
});
