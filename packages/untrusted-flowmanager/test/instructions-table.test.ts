import { expect, test } from 'vitest';
import { instructionsTable } from '../src/cli/instructions-table.ts';
import { emptySettingsAnswer, settingsAnswer } from './support/settings-answer.ts';

test('shows each context, solution and setting in aligned columns', () => {
  expect(instructionsTable(settingsAnswer('alice'), 100)).toEqual([
    'Names are common terms, for short: fontSize is http://registry.gpii.net/common/fontSize.',
    "A name with * is the solution's own setting.",
    '',
    'gpii-default',
    '  org.example.magnifier (Example Magnifier)',
    '    magnification  1.5',
    '    mag-factor *   2',
    '    position *     full-screen',
    '  org.example.interface',
    '    fontSize       24',
    '',
    'bright',
    '  org.example.interface',
    '    fontSize  30',
  ]);
});

test('says when there is nothing for this computer', () => {
  expect(instructionsTable(emptySettingsAnswer('alice'), 100)).toEqual(['nothing for this computer']);
});

test('keeps within the width', () => {
  const answer = settingsAnswer('alice');
  const applications = answer.matchMakerOutput.inferredConfiguration.bright?.applications ?? {};
  applications['org.example.long'] = {
    active: true,
    settings: {
      'http://registry.gpii.net/common/aTermWithAVeryLongNameThatLeavesNoRoomForItsValue': 1,
      'http://registry.gpii.net/common/words': 'some words '.repeat(20).trim(),
      'http://registry.gpii.net/common/list': Array.from({ length: 60 }, (_item, index) => index),
    },
  };
  const tooWide = instructionsTable(answer, 60)
    .slice(2)
    .filter((line) => line.length > 60 && !line.includes('aTermWith'));
  expect(tooWide).toEqual([]);
});

test('writes out characters that a terminal would act upon', () => {
  const answer = settingsAnswer('alice');
  const settings = { 'http://registry.gpii.net/common/voice': 'a\u001b[2Jb\u202ec' };
  answer.matchMakerOutput.inferredConfiguration.bright = { applications: { a: { active: true, settings } } };
  expect(instructionsTable(answer, 100).at(-1)).toBe('    voice  a\\u{1b}[2Jb\\u{202e}c');
});

test.each([
  ['text that reads like a number', '12', '"12"'],
  ['empty text', '', '""'],
  ['a switch', false, 'false'],
  ['an object', { a: [1] }, '{"a":[1]}'],
])('shows %s so that it can be told apart', (_what, value, shown) => {
  const answer = settingsAnswer('alice');
  const settings = { 'http://registry.gpii.net/common/x': value };
  answer.matchMakerOutput.inferredConfiguration.bright = { applications: { a: { active: true, settings } } };
  expect(instructionsTable(answer, 100).at(-1)).toBe(`    x  ${shown}`);
});
