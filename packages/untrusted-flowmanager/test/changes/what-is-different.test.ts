import type { SolutionInstructions } from '@gpii/device';
import { expect, test } from 'vitest';
import { whatIsDifferent } from '../../src/changes/what-is-different.ts';

const solution = (settings: SolutionInstructions['settingsHandlers'][string]['settings']): SolutionInstructions => ({
  active: true,
  settingsHandlers: { it: { type: 'any', settings } },
  launchHandlers: {},
});
const before = new Map([
  ['editor', solution({ size: 1 })],
  ['reader', solution({ speed: 1 })],
]);
const namesOf = (after: ReadonlyMap<string, SolutionInstructions>) => {
  const different = whatIsDifferent(before, after);
  return different && [...different.keys()];
};

test('only what is different is set over what is on', () => {
  expect(namesOf(new Map([...before, ['editor', solution({ size: 2, font: 'a' })], ['new', solution({})]]))).toEqual([
    'editor',
    'new',
  ]);
});

test('where a solution or setting is gone, what was there before it has to come back', () => {
  expect(namesOf(new Map([['editor', solution({ size: 1 })]]))).toBeUndefined();
  expect(namesOf(new Map([...before, ['editor', solution({ font: 'a' })]]))).toBeUndefined();
});
