import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../src/json.ts';
import { keepOnePerFunction } from '../src/keep-one-per-function.ts';
import { solutionsFrom, understands } from './linux-registry.ts';

function keptOf(entries: JsonObject, priorities: Record<string, JsonValue>, rejected: string[] = []): string[] {
  const solutions = solutionsFrom(entries);
  const accepted = solutions.filter(({ id }) => !rejected.includes(id));
  return keepOnePerFunction(solutions, accepted, new Map(Object.entries(priorities))).map(({ id }) => id);
}

const magnifiers = { one: understands('magnification'), two: understands('magnification/enabled') };
const READER = 'screenReaderTTS/enabled';
const MAGNIFIER = 'magnification';

describe('keepOnePerFunction', () => {
  it('keeps the solution with the higher priority', () => {
    expect(keptOf(magnifiers, { two: 512 })).toEqual(['two']);
    expect(keptOf(magnifiers, { one: 512, two: 1024 })).toEqual(['two']);
    expect(keptOf(magnifiers, { one: 1024, two: 512 })).toEqual(['one']);
  });

  it.each<[string, Record<string, JsonValue>]>([
    ['no priorities', {}],
    ['equal priorities', { one: 3, two: 3 }],
    ['0 and none', { two: 0 }],
    ['null and none', { two: null }],
    ['text that is no number', { two: 'high' }],
    ['a list of two', { two: [5, 6] }],
    ['an object that can not be compared', { two: { toString: 1, valueOf: 1 } }],
  ])('keeps the first in registry order where nothing decides: %s', (_, priorities) => {
    expect(keptOf(magnifiers, priorities)).toEqual(['one']);
  });

  it.each<[string, Record<string, JsonValue>]>([
    ['a negative priority loses to none', { one: -1 }],
    ['a number in text counts as that number', { one: 9, two: '10' }],
    ['two texts compare as texts', { one: '10', two: '9' }],
    ['true counts 1', { one: 0, two: true }],
    ['an empty list counts 0', { one: [], two: 512 }],
    ['a list of one counts as that one', { one: -1, two: [5] }],
  ])('compares as the cloud in the field: %s', (_, priorities) => {
    expect(keptOf(magnifiers, priorities)).toEqual(['two']);
  });

  it('keeps solutions of different functions, and those without any', () => {
    const entries = { reader: understands(READER), text: understands('fontSize'), mag: understands(MAGNIFIER) };
    expect(keptOf(entries, {})).toEqual(['reader', 'text', 'mag']);
  });

  it('does not let a solution that was not accepted win', () => {
    expect(keptOf(magnifiers, { one: 1024 }, ['one'])).toEqual(['two']);
    expect(keptOf(magnifiers, {}, ['one', 'two'])).toEqual([]);
  });

  it('rejects a loser altogether, so that it does not win another function afterwards', () => {
    const entries = {
      reader: understands(READER),
      both: understands(READER, MAGNIFIER),
      mag: understands(MAGNIFIER),
    };
    expect(keptOf(entries, { reader: 3, both: 2, mag: 1 })).toEqual(['reader', 'mag']);
  });

  it('rejects a solution also where it had won before', () => {
    const entries = {
      reader: understands(READER),
      both: understands(READER, MAGNIFIER),
      mag: understands(MAGNIFIER),
    };
    expect(keptOf(entries, { both: 2, mag: 3 })).toEqual(['mag']);
  });

  it('visits functions as the solutions of the computer show them, accepted or not', () => {
    const rivals = {
      both: understands(READER, MAGNIFIER),
      reader: understands(READER),
      mag: understands(MAGNIFIER),
    };
    const priorities = { both: 2, reader: 3, mag: 1 };
    // Magnifiers first: `both` throws `mag` out, then loses against `reader`.
    expect(keptOf(rivals, priorities)).toEqual(['reader']);
    // Screen readers first, because of a screen reader that is installed but serves nobody here.
    expect(keptOf({ idle: understands(READER), ...rivals }, priorities, ['idle'])).toEqual(['reader', 'mag']);
  });
});
