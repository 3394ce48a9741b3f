import { describe, expect, it } from 'vitest';
import { acceptSolutions } from '../src/accept-solutions.ts';
import type { JsonObject, JsonValue } from '../src/json.ts';
import { COMMON, solutionsFrom, understands } from './linux-registry.ts';

const solutions = solutionsFrom({
  mag: understands('magnification', 'magnification/enabled', 'tracking', 'showCrosshairs'),
  text: understands('fontSize'),
});
const acceptedBy = (preferences: JsonObject, priorities: [string, JsonValue][] = []) =>
  acceptSolutions(solutions, preferences, new Map(priorities)).map(({ id }) => id);

describe('acceptSolutions', () => {
  it.each([[2], [0], ['large'], [''], [true], [false], [null]])(
    'accepts by a term that it understands, valued %j',
    (value) => {
      expect(acceptedBy({ [`${COMMON}magnification`]: value })).toEqual(['mag']);
    },
  );

  it('accepts the magnifier of a person who has it switched off', () => {
    expect(acceptedBy({ [`${COMMON}magnification/enabled`]: false })).toEqual(['mag']);
  });

  it.each([[['caret', 'focus']], [[]], [{}], [{ a: 1 }]])(
    'does not accept by a list or an object, here %j',
    (value) => {
      expect(acceptedBy({ [`${COMMON}tracking`]: value })).toEqual([]);
    },
  );

  it('does not accept by a term that ISO 24751 does not know', () => {
    expect(acceptedBy({ [`${COMMON}showCrosshairs`]: true })).toEqual([]);
  });

  it('does not accept by a term that no solution understands, or that is written short', () => {
    expect(acceptedBy({ [`${COMMON}volume`]: 1, fontSize: 12 })).toEqual([]);
  });

  it.each([[512], [0], [''], [null], [-1]])('accepts whatever has a priority, here %j, in registry order', (value) => {
    expect(acceptedBy({ [`${COMMON}fontSize`]: 12 }, [['mag', value]])).toEqual(['mag', 'text']);
  });
});
