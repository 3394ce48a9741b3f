import { expect, it } from 'vitest';
import type { SettingsAnswer } from '@gpii/protocol';
import { describeChanges } from '../../src/page/describe-changes.ts';

const SPEECH = 'http://registry.gpii.net/common/speechRate';
const ENABLED = 'http://registry.gpii.net/common/screenReaderTTS/enabled';

const ANSWER: SettingsAnswer = {
  gpiiKey: 'alice',
  preferences: {},
  solutionsRegistryEntries: {
    reader: {
      name: 'Reader',
      settingsHandlers: { it: { type: 'gpii.orca', supportedSettings: { rate: {}, plain: {} } } },
      launchHandlers: { launcher: { type: 'gpii.gsettings.launch' } },
    },
  },
  matchMakerOutput: {
    inferredConfiguration: {
      'gpii-default': { applications: { reader: { active: true, settings: { [SPEECH]: 2, [ENABLED]: true } } } },
    },
  },
};

it('says of a setting that starts an application that it comes from the term which wants it to run', () => {
  const change = { solution: 'reader', old: false, value: true };
  const described = describeChanges(ANSWER, [
    { ...change, setting: 'screen-reader-enabled' },
    { ...change, setting: 'plain' },
  ]);
  expect(described.map(({ setting, terms }) => [setting, terms])).toEqual([
    ['screen-reader-enabled', ['screen reader tts: enabled']],
    ['plain', []],
  ]);
});
