import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/json.ts';
import { selectSettings } from '../src/select-settings.ts';
import { APP, COMMON, parsed, solutionsFrom, understands } from './linux-registry.ts';

function settingsOf(preferences: JsonObject, id = 'bg'): JsonObject {
  const [solution] = solutionsFrom({ [id]: understands('fontSize', 'tracking') });
  return solution === undefined ? {} : selectSettings(preferences, solution);
}

describe('selectSettings', () => {
  it('gives the common terms that the solution understands, of any value', () => {
    const preferences = {
      [`${COMMON}fontSize`]: 12,
      [`${COMMON}tracking`]: ['caret'],
      [`${COMMON}volume`]: 1,
      other: 2,
    };
    expect(settingsOf(preferences)).toEqual({ [`${COMMON}fontSize`]: 12, [`${COMMON}tracking`]: ['caret'] });
  });

  it("gives the solution's own block, and not that of another", () => {
    expect(settingsOf({ [`${APP}bg`]: { x: 1 }, [`${APP}other`]: { y: 2 } })).toEqual({ [`${APP}bg`]: { x: 1 } });
  });

  it('gives every block whose term begins the same, untouched', () => {
    const preferences = { [`${APP}bgColor`]: { [`${COMMON}fontSize`]: 3 }, [`${APP}bg/enabled`]: true };
    expect(settingsOf(preferences)).toEqual(preferences);
  });

  it('moves common terms out of its own block over those at the top', () => {
    const preferences = {
      [`${COMMON}fontSize`]: 12,
      [`${APP}bg`]: { x: 1, [`${COMMON}fontSize`]: 24, [`${COMMON}tracking`]: ['caret'], [`${COMMON}volume`]: 1 },
    };
    expect(settingsOf(preferences)).toEqual({
      [`${COMMON}fontSize`]: 24,
      [`${COMMON}tracking`]: ['caret'],
      [`${APP}bg`]: { x: 1 },
    });
  });

  it('keeps the order of the preferences, because launching looks at the last of them', () => {
    const preferences = {
      [`${COMMON}tracking`]: [],
      [`${APP}bg`]: { [`${COMMON}tracking`]: ['x'] },
      [`${COMMON}fontSize`]: 1,
    };
    expect(Object.keys(settingsOf(preferences))).toEqual([`${COMMON}tracking`, `${APP}bg`, `${COMMON}fontSize`]);
  });

  it('keeps a block that has become empty', () => {
    expect(settingsOf({ [`${APP}bg`]: { [`${COMMON}volume`]: 1 } })).toEqual({ [`${APP}bg`]: {} });
  });

  it.each([[null], [true], ['x'], [[1]]])('keeps a block that is no object, here %j', (block) => {
    expect(settingsOf({ [`${APP}bg`]: block })).toEqual({ [`${APP}bg`]: block });
  });

  it('keeps settings with hostile names, and drops preferences with such names', () => {
    const block = '{"__proto__":{"polluted":1},"constructor":2,"toString":3}';
    const preferences = parsed(`{"${APP}bg":${block},"__proto__":{"x":1},"constructor":1}`);
    expect(JSON.stringify(settingsOf(preferences))).toBe(`{"${APP}bg":${block}}`);
  });

  it('does not change the preferences', () => {
    const preferences = { [`${COMMON}fontSize`]: 12, [`${APP}bg`]: { [`${COMMON}fontSize`]: 24, x: { y: 1 } } };
    const before = structuredClone(preferences);
    settingsOf(preferences);
    expect(preferences).toEqual(before);
  });
});
