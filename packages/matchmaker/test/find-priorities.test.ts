import { describe, expect, it } from 'vitest';
import { findPriorities } from '../src/find-priorities.ts';
import type { JsonObject, JsonValue } from '../src/json.ts';
import { APP, solutionsFrom } from './linux-registry.ts';

const solutions = solutionsFrom({ a: {}, b: {} });

function prioritiesOf(preferences: JsonObject, metadata?: JsonValue): JsonObject {
  return Object.fromEntries(findPriorities(solutions, { preferences, ...(metadata !== undefined && { metadata }) }));
}

const priority = (value: JsonValue, ...scope: string[]) => ({ type: 'priority', scope, value });

describe('findPriorities', () => {
  it.each([[{ x: 1 }], [{}], [null], [false]])('gives 512 to a solution with settings, here %j', (settings) => {
    expect(prioritiesOf({ [`${APP}a`]: settings })).toEqual({ a: 512 });
  });

  it('gives nothing for the settings of an application whose id only begins the same', () => {
    expect(prioritiesOf({ [`${APP}a/enabled`]: true })).toEqual({});
  });

  it.each([[1024], [1], [0], [-3], ['high'], [null], [false]])('lets the value %j of metadata replace 512', (value) => {
    expect(prioritiesOf({ [`${APP}a`]: {} }, [priority(value, `${APP}a`)])).toEqual({ a: value });
  });

  it('lets the last entry count, for every solution in its scope', () => {
    const metadata = [priority(5, `${APP}a`, `${APP}b`), priority(3, `${APP}a`)];
    expect(prioritiesOf({}, metadata)).toEqual({ a: 3, b: 5 });
  });

  it('takes the priority away where an entry has no value', () => {
    expect(prioritiesOf({ [`${APP}a`]: {} }, [{ type: 'priority', scope: [`${APP}a`] }])).toStrictEqual({});
  });

  it.each<[string, JsonValue]>([
    ['a scope that is a string', [{ type: 'priority', scope: `${APP}a`, value: 1 }]],
    ['another type', [{ type: 'autosave', scope: [`${APP}a`], value: 1 }]],
    ['a scope of other things', [{ type: 'priority', scope: [1, null], value: 1 }]],
    ['entries that are none', [null, 1, 'priority', []]],
    ['metadata that is no list', priority(1, `${APP}a`)],
  ])('ignores %s', (_, metadata) => {
    expect(prioritiesOf({}, metadata)).toEqual({});
  });

  it('does not know a solution by its bare id', () => {
    expect(findPriorities(solutions, { preferences: {}, metadata: [priority(1, 'a')] }).has('a')).toBe(false);
  });
});
