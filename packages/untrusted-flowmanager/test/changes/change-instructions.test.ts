import { parseDevice, type JsonObject } from '@gpii/matchmaker';
import { describe, expect, it } from 'vitest';
import { changeInstructions } from '../../src/changes/change-instructions.ts';
import { checkPreferences } from '../../src/changes/check-preferences.ts';
import type { InvalidPreferences } from '../../src/changes/invalid-preferences.ts';

const COMMON = 'http://registry.gpii.net/common';
const FONT_SIZE = `${COMMON}/fontSize`;
const device = parseDevice(
  JSON.stringify({ OS: { id: 'linux' }, solutions: [{ id: 'org.example.editor' }, { id: 'org.example.reader' }] }),
);
const reading = (term: string): JsonObject => ({
  settingsHandlers: {
    it: {
      type: 'gpii.settingsHandlers.noSettings',
      supportedSettings: { size: { schema: { type: 'number', maximum: 9 } } },
      capabilitiesTransformations: { size: `http://registry\\.gpii\\.net/common/${term}` },
    },
  },
});
const entries = {
  'org.example.editor': reading('fontSize'),
  'org.example.reader': reading('magnification'),
  'org.example.other': reading('newTerm'),
};

/** What the cloud said: the editor has something besides that matching here would not give it. */
const said = {
  gpiiKey: 'alice',
  preferences: { name: 'Alice', contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: 12 } } } },
  solutionsRegistryEntries: entries,
  matchMakerOutput: {
    inferredConfiguration: {
      'gpii-default': {
        applications: { 'org.example.editor': { active: true, settings: { [FONT_SIZE]: 12, fromTheCloud: 1 } } },
      },
    },
  },
};
const applicationsOf = (preferences: JsonObject) =>
  changeInstructions(said, preferences, device).matchMakerOutput.inferredConfiguration['gpii-default']?.applications;

describe('instructions after a change', () => {
  it('have a solution that reads the new term besides those that the cloud chose', () => {
    expect(applicationsOf({ [`${COMMON}/magnification`]: 3 })).toEqual({
      'org.example.editor': { active: true, settings: { [FONT_SIZE]: 12, fromTheCloud: 1 } },
      'org.example.reader': { active: true, settings: { [`${COMMON}/magnification`]: 3 } },
    });
  });

  it('have the new value', () => {
    expect(applicationsOf({ [FONT_SIZE]: 24 })?.['org.example.editor']?.settings).toEqual({ [FONT_SIZE]: 24 });
  });

  it('are the same where nothing reads the term', () => {
    expect(changeInstructions(said, { [`${COMMON}/volume`]: 1 }, device).matchMakerOutput).toEqual(
      said.matchMakerOutput,
    );
  });

  it('keep the other preferences, and begin with none where the cloud sent none', () => {
    const { preferences } = changeInstructions({ ...said, preferences: {} }, { [FONT_SIZE]: 24 }, device);
    expect(preferences).toEqual({ contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: 24 } } } });
    expect(changeInstructions(said, {}, device).preferences).toEqual(said.preferences);
  });
});

describe('a change', () => {
  const placesOf = (preferences: JsonObject) =>
    checkPreferences(preferences, said).then(
      () => [],
      (error: unknown) => (error as InvalidPreferences).errors.map(({ dataPath }) => dataPath.slice(4).join(' > ')),
    );

  it.each<[JsonObject, string[]]>([
    [{ [FONT_SIZE]: 24 }, []],
    [{ [FONT_SIZE]: 'big' }, ['']],
    [{ [`${COMMON}/fontSiz`]: 24 }, ['']],
    [{ [`${COMMON}/newTerm`]: 24 }, []],
    [{ 'http://registry.gpii.net/applications/org.example.editor': { size: 9 } }, []],
    [{ 'http://registry.gpii.net/applications/org.example.editor': { size: 10 } }, ['size']],
    [{ 'http://registry.gpii.net/applications/org.example.editor': { siz: 9 } }, ['siz']],
    [{ 'http://registry.gpii.net/applications/org.example.elsewhere': { siz: 9 } }, []],
    [{ 'no address': 1 }, ['']],
  ])('%j breaks rules at %j', async (preferences, places) => {
    expect(await placesOf(preferences)).toEqual(places);
  });
});
