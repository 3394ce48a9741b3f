import { describe, expect, it } from 'vitest';
import { filterPreferences } from '../src/filter-preferences.ts';
import type { JsonObject, JsonValue } from '../src/json.ts';
import { matchContext } from '../src/match-context.ts';
import type { PreferenceContext } from '../src/preference-set.ts';
import { APP, COMMON, parsed, solutionsFrom, understands } from './linux-registry.ts';

const solutions = solutionsFrom({
  bg: {},
  bgColor: {},
  text: understands('fontSize', 'tracking'),
});

function filtered(contexts: Record<string, PreferenceContext>, more: Record<string, JsonValue> = {}) {
  const matches = Object.values(contexts).map((context) => matchContext(context, solutions));
  return filterPreferences({ ...more, contexts }, matches);
}

const only = (preferences: JsonObject) => filtered({ c: { preferences } }).contexts?.c?.preferences;

describe('filterPreferences', () => {
  it('keeps common terms that a matched solution gets and drops all others', () => {
    const kept = { [`${COMMON}fontSize`]: 12, [`${COMMON}tracking`]: ['caret'] };
    expect(only({ ...kept, [`${COMMON}volume`]: 1, [`${APP}other`]: { x: 1 }, unknown: 2 })).toEqual(kept);
  });

  it('drops a term whose solutions were not matched', () => {
    expect(only({ [`${COMMON}tracking`]: ['caret'] })).toEqual({});
  });

  it('keeps a common term in every context if a solution gets it in one', () => {
    const result = filtered({
      a: { preferences: { [`${COMMON}tracking`]: ['caret'] } },
      b: { preferences: { [`${COMMON}fontSize`]: 3, [`${COMMON}tracking`]: [] } },
    });
    expect(result.contexts?.a?.preferences).toEqual({ [`${COMMON}tracking`]: ['caret'] });
  });

  it('keeps in a block its settings and the common terms that somebody gets', () => {
    const block = { x: 1, [`${COMMON}fontSize`]: 24 };
    const preferences = { [`${APP}text`]: { ...block, [`${COMMON}volume`]: 1 } };
    expect(only(preferences)).toEqual({ [`${APP}text`]: block });
  });

  it('drops common terms in a block where nobody gets them', () => {
    expect(only({ [`${APP}bg`]: { x: 1, [`${COMMON}fontSize`]: 24 } })).toEqual({ [`${APP}bg`]: { x: 1 } });
  });

  it('keeps blocks that belong to a solution only by how their term begins', () => {
    const preferences = { [`${APP}bg`]: { x: 1 }, [`${APP}bg/enabled`]: true, [`${APP}bgNotInstalled`]: { y: 2 } };
    expect(only(preferences)).toEqual(preferences);
  });

  it('lets the last context decide which members of a block stay', () => {
    const result = filtered({
      a: { preferences: { [`${APP}text`]: { x: 1, y: 1 } } },
      b: { preferences: { [`${APP}text`]: { y: 2, z: 2 } } },
    });
    expect(result.contexts).toEqual({
      a: { preferences: { [`${APP}text`]: { y: 1 } } },
      b: { preferences: { [`${APP}text`]: { y: 2, z: 2 } } },
    });
  });

  it('empties a block where a later context only gives common terms to its solution', () => {
    const result = filtered({
      a: { preferences: { [`${APP}text`]: { x: 1 } } },
      b: { preferences: { [`${COMMON}fontSize`]: 2 } },
    });
    expect(result.contexts?.a?.preferences).toEqual({ [`${APP}text`]: {} });
  });

  it('keeps name, metadata, empty contexts and unknown members', () => {
    const context = { name: 'C', priority: 3, strange: [1], metadata: [{ type: 'x' }], preferences: {} };
    const set = { name: 'Ada', metadata: [{ scope: ['gone'] }] };
    expect(filtered({ c: context }, set)).toEqual({ ...set, contexts: { c: context } });
  });

  it('keeps an empty set empty', () => {
    expect(filterPreferences({}, [])).toEqual({});
  });

  it('keeps hostile names where it keeps unknown ones', () => {
    const block = '{"__proto__":1,"toString":2}';
    const contexts = parsed(`{"__proto__":{"preferences":{"${APP}bg":${block},"constructor":1,"__proto__":2}}}`);
    expect(JSON.stringify(filtered(contexts as Record<string, PreferenceContext>).contexts)).toBe(
      `{"__proto__":{"preferences":{"${APP}bg":${block}}}}`,
    );
  });
});
