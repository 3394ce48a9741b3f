import { describe, expect, it } from 'vitest';
import { ISO_PATHS } from '../src/iso-paths.ts';
import { isoToFlat } from '../src/iso-to-flat.ts';
import { APP, COMMON, parsed } from './linux-registry.ts';

describe('ISO_PATHS', () => {
  it('has the 69 common terms of the mapping, each with a path of its own', () => {
    expect(ISO_PATHS.size).toBe(69);
    expect(new Set([...ISO_PATHS.values()].map((path) => path.join(' '))).size).toBe(69);
  });
});

describe('isoToFlat', () => {
  it('reads common terms from their ISO paths, provisional, renamed and at the top', () => {
    const iso = {
      display: { screenEnhancement: { fontSize: 18, '-provisional-magnification/enabled': false } },
      control: { onscreenKeyboard: true },
      keyboard: { typingEnhancement: { spellCheck: null } },
      language: 'el',
    };
    expect(isoToFlat(iso)).toEqual({
      [`${COMMON}fontSize`]: 18,
      [`${COMMON}magnification/enabled`]: false,
      [`${COMMON}onScreenKeyboard/enabled`]: true,
      [`${COMMON}spellCheckEnabled`]: null,
      [`${COMMON}language`]: 'el',
    });
  });

  it("turns an application's parameters into its block", () => {
    const iso = {
      applications: { 'org.gnome.orca': { id: 'org.gnome.orca', parameters: { rate: 3 } }, empty: {}, odd: 3 },
    };
    expect(isoToFlat(iso)).toEqual({ [`${APP}org.gnome.orca`]: { rate: 3 } });
  });

  it('leaves out what has no flat term, and survives wrong shapes on the way', () => {
    expect(isoToFlat({ display: 'bright', control: null, unknown: { a: 1 }, applications: [] })).toEqual({});
  });

  it('does not take inherited members for preferences', () => {
    const iso = parsed('{"display": {"__proto__": {"screenEnhancement": {"fontSize": 3}}}}');
    expect(isoToFlat(iso)).toEqual({});
  });

  it('gives short terms before long ones, so that what is switched off comes last', () => {
    const flat = isoToFlat({
      display: { screenEnhancement: { '-provisional-magnification/enabled': false, magnification: 2 } },
    });
    expect(Object.keys(flat)).toEqual([`${COMMON}magnification`, `${COMMON}magnification/enabled`]);
  });
});
