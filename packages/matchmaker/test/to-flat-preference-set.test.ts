import { describe, expect, it } from 'vitest';
import { toFlatPreferenceSet } from '../src/to-flat-preference-set.ts';
import { COMMON, parsed } from './linux-registry.ts';

const iso = (fontSize: number) => ({ display: { screenEnhancement: { fontSize } } });

describe('toFlatPreferenceSet', () => {
  it('takes the flat view as it is, with the unknown members of its contexts', () => {
    const context = { name: 'Bright', priority: 5, unknown: { a: [1] }, preferences: { x: 1 } };
    expect(toFlatPreferenceSet({ flat: { name: 'Ada', contexts: { bright: context } } })).toEqual({
      name: 'Ada',
      contexts: { bright: context },
    });
  });

  it('drops members of the set other than name, contexts and metadata', () => {
    expect(toFlatPreferenceSet({ flat: { contexts: {}, other: 1 } })).toEqual({ contexts: {} });
  });

  it('converts the ISO 24751 view', () => {
    const views = { ISO24751: { contexts: { bright: { name: 'Bright', preferences: iso(18) } } } };
    expect(toFlatPreferenceSet(views).contexts).toEqual({
      bright: { name: 'Bright', preferences: { [`${COMMON}fontSize`]: 18 } },
    });
  });

  it('ignores views that can not become flat', () => {
    expect(toFlatPreferenceSet(parsed('{"other": {"name": "x"}, "__proto__": {"name": "y"}, "flat": null}'))).toEqual({
      contexts: {},
    });
  });

  it('takes the first name that is given', () => {
    const views = { ISO24751: { contexts: {} }, flat: { name: 'Ada', contexts: {} } };
    expect(toFlatPreferenceSet(views).name).toBe('Ada');
    expect(toFlatPreferenceSet({ ISO24751: { name: 'Iso' }, ...{ flat: { name: 'Flat' } } }).name).toBe('Iso');
  });

  it.each([
    ['the flat view', ['ISO24751', 'flat'], 12],
    ['the ISO view', ['flat', 'ISO24751'], 18],
  ])('lets the later view win: %s', (_, order, fontSize) => {
    const sets = {
      flat: { contexts: { c: { preferences: { [`${COMMON}fontSize`]: 12, kept: 1 } } } },
      ISO24751: { contexts: { c: { preferences: iso(18) } } },
    };
    const views = Object.fromEntries(order.map((view) => [view, sets[view as keyof typeof sets]]));
    expect(toFlatPreferenceSet(views).contexts).toEqual({
      c: { preferences: { [`${COMMON}fontSize`]: fontSize, kept: 1 } },
    });
  });

  it('merges a context of both views: blocks deeply, metadata joined, other members from the first', () => {
    const views = {
      flat: {
        metadata: ['set 1'],
        contexts: {
          c: {
            name: 'first',
            metadata: ['m1'],
            preferences: { 'http://registry.gpii.net/applications/a': { x: { p: 1, q: 1 }, list: [1, 2] } },
          },
        },
      },
      ISO24751: {
        metadata: ['set 2'],
        contexts: {
          c: {
            name: 'second',
            more: true,
            metadata: ['m2'],
            preferences: { applications: { a: { parameters: { x: { q: 2 }, list: [3] } } } },
          },
          d: { preferences: {} },
        },
      },
    };
    expect(toFlatPreferenceSet(views)).toEqual({
      metadata: ['set 1', 'set 2'],
      contexts: {
        c: {
          name: 'first',
          metadata: ['m1', 'm2'],
          preferences: { 'http://registry.gpii.net/applications/a': { x: { p: 1, q: 2 }, list: [3] } },
        },
        d: { preferences: {} },
      },
    });
  });

  it('leaves out empty lists in contexts and an empty outer metadata', () => {
    const views = {
      flat: { metadata: [], contexts: { c: { metadata: [], other: [], list: [0], preferences: { p: [] } } } },
    };
    expect(toFlatPreferenceSet(views)).toEqual({ contexts: { c: { list: [0], preferences: { p: [] } } } });
  });

  it.each([[{}], [{ flat: {} }], [{ flat: { contexts: [] } }], [{ flat: 'x' }]])('has contexts for %j', (views) => {
    expect(toFlatPreferenceSet(views)).toEqual({ contexts: {} });
  });

  it('gives a context without preferences the preferences {}', () => {
    const contexts = {
      a: {},
      b: { name: 'B', preferences: null },
      c: null,
      d: { preferences: [] },
      e: { preferences: 3 },
    };
    expect(toFlatPreferenceSet({ flat: { contexts } }).contexts).toEqual({
      a: { preferences: {} },
      b: { name: 'B', preferences: {} },
      c: { preferences: {} },
      d: { preferences: {} },
      e: { preferences: {} },
    });
  });

  it('keeps contexts and members with hostile names', () => {
    const text =
      '{"__proto__":{"__proto__":1,"preferences":{"__proto__":2,"toString":3}},"constructor":{"preferences":{"x":4}}}';
    const views = { flat: { contexts: parsed(text) } };
    expect(JSON.parse(JSON.stringify(toFlatPreferenceSet(views).contexts))).toEqual(parsed(text));
  });

  it('merges blocks with hostile names', () => {
    const views = parsed(
      `{"flat":{"contexts":{"c":{"preferences":{"http://registry.gpii.net/applications/a":{"__proto__":{"x":1},"y":1}}}}},
        "ISO24751":{"contexts":{"c":{"preferences":{"applications":{"a":{"parameters":{"__proto__":{"z":2}, "toString": {"v":3}}}}}}}}}`,
    );
    expect(JSON.stringify(toFlatPreferenceSet(views).contexts?.c?.preferences)).toBe(
      '{"http://registry.gpii.net/applications/a":{"__proto__":{"x":1,"z":2},"y":1,"toString":{"v":3}}}',
    );
    expect(Object.hasOwn(Object.prototype, 'z')).toBe(false);
  });
});
