import { existsSync, readFileSync } from 'node:fs';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import { ISO_PATHS } from '../src/iso-paths.ts';
import { applicationGroup, applicationsOf, groupOf, PREFERENCE_GROUPS } from '../src/preference-groups.ts';
import { sharePreferences } from '../src/share-preferences.ts';
import { APP, COMMON } from './linux-registry.ts';

const set = {
  name: 'Alice',
  contexts: {
    'gpii-default': {
      name: 'Default',
      priority: 1,
      preferences: {
        [`${COMMON}fontSize`]: 24,
        [`${COMMON}volume`]: 0.5,
        [`${COMMON}brandNew`]: true,
        [`${APP}org.magnifier`]: { zoom: 2, [`${COMMON}magnification`]: 3 },
        unknown: 1,
      },
      metadata: [{ type: 'priority', scope: [`${APP}org.secret`], value: 1 }],
    },
    noisy: { preferences: { [`${COMMON}volume`]: 1 } },
  },
  metadata: [{ type: 'required' }],
};

describe('preference groups', () => {
  const all = PREFERENCE_GROUPS.flatMap(({ terms }) => terms);

  it('have each term once', () => {
    expect(all.filter((term, index) => all.indexOf(term) !== index)).toEqual([]);
  });

  it('have every term that ISO 24751 knows', () => {
    expect([...ISO_PATHS.keys()].filter((term) => groupOf(term) === undefined)).toEqual([]);
  });

  const ontology = new URL('../../../../shared/gpii-data/ontologies/flat.json5', import.meta.url);
  it.skipIf(!existsSync(ontology))('have every common term of GPII (where its data is at hand)', () => {
    const terms = Object.keys(JSON5.parse<object>(readFileSync(ontology, 'utf8')));
    expect(terms.length).toBeGreaterThan(50);
    expect(terms.filter((term) => groupOf(term) === undefined)).toEqual([]);
  });
});

describe('sharePreferences', () => {
  it('keeps the terms of the groups, and no metadata, no name of the set, no context without any', () => {
    expect(sharePreferences(set, new Set(['text-contrast']))).toEqual({
      contexts: { 'gpii-default': { name: 'Default', preferences: { [`${COMMON}fontSize`]: 24 } } },
    });
    expect(Object.keys(sharePreferences(set, new Set(['sound-captions'])).contexts)).toEqual(['gpii-default', 'noisy']);
    expect(sharePreferences(set, new Set())).toEqual({ contexts: {} });
    expect(sharePreferences({}, new Set(['language']))).toEqual({ contexts: {} });
  });

  it('keeps the settings of an application whole or not at all', () => {
    const block = { [`${APP}org.magnifier`]: { zoom: 2, [`${COMMON}magnification`]: 3 } };
    const { contexts } = sharePreferences(set, new Set([applicationGroup('org.magnifier'), 'magnifier']));
    expect(contexts['gpii-default']?.preferences).toEqual(block);
    expect(sharePreferences(set, new Set([applicationGroup('org.other')]))).toEqual({ contexts: {} });
    expect(applicationsOf(set)).toEqual(['org.magnifier']);
  });

  it('gives a term that is in no group to nobody', () => {
    const everything = new Set([...PREFERENCE_GROUPS.map(({ id }) => id), applicationGroup('org.magnifier')]);
    const shared = Object.keys(sharePreferences(set, everything).contexts['gpii-default']?.preferences ?? {});
    expect(shared).toEqual([`${COMMON}fontSize`, `${COMMON}volume`, `${APP}org.magnifier`]);
  });
});
