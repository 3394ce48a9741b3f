import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import { compileRegistry, matchPreferences, parseDevice, toFlatPreferenceSet } from '../src/index.ts';
import type { CompiledRegistry, JsonObject } from '../src/index.ts';

interface ExpectedAnswer {
  status: number;
  body?: { preferences: JsonObject; matchMakerOutput: { inferredConfiguration: JsonObject } };
  solutionsRegistryIds?: string[];
}

/** The answers of the cloud in the field stand beside the repository, not in it. */
const gpiiData = new URL('../../../../shared/gpii-data/', import.meta.url);

const namesIn = (folder: string) => readdirSync(new URL(folder, gpiiData));
const textOf = (path: string) => readFileSync(new URL(path, gpiiData), 'utf8');

function loadRegistry(): CompiledRegistry {
  const registries = namesIn('solutions/').map((file) => [
    basename(file, '.json5'),
    JSON5.parse<JsonObject>(textOf(`solutions/${file}`)),
  ]);
  return compileRegistry(Object.fromEntries(registries) as Record<string, JsonObject>);
}

if (existsSync(gpiiData)) {
  const registry = loadRegistry();
  const answer = (token: string, device: string) =>
    matchPreferences({
      preferences: toFlatPreferenceSet(JSON5.parse<JsonObject>(textOf(`preferences/${token}.json5`))),
      device: parseDevice(textOf(`devices/${device}.json`)),
      registry,
    });

  describe.each(namesIn('expected/').map((file) => basename(file, '.json')))('answers for the device %s', (device) => {
    const expected = JSON.parse(textOf(`expected/${device}.json`)) as Record<string, ExpectedAnswer>;

    it.each(Object.entries(expected).filter(([, { status }]) => status === 200))(
      'equal those of the cloud in the field for %s',
      (token, { body, solutionsRegistryIds }) => {
        const { preferences, inferredConfiguration, solutions } = answer(token, device);
        expect(preferences).toEqual(body?.preferences);
        expect(inferredConfiguration).toEqual(body?.matchMakerOutput.inferredConfiguration);
        expect(solutions.map(({ id }) => id)).toEqual(solutionsRegistryIds);
      },
    );

    it.each(Object.entries(expected).filter(([, { status }]) => status !== 200))(
      'exist for %s, at which the cloud in the field crashed',
      (token) => {
        const { preferences, inferredConfiguration } = answer(token, device);
        expect(Object.keys(preferences.contexts ?? {})).toEqual(Object.keys(inferredConfiguration));
        expect(preferences.contexts).not.toEqual({});
      },
    );
  });
} else {
  it.skip('equals the answers of the cloud in the field (needs ../shared/gpii-data beside the repository)', () =>
    undefined);
}
