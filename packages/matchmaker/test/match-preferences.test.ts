import { describe, expect, it } from 'vitest';
import { matchPreferences } from '../src/match-preferences.ts';
import { parseDevice } from '../src/parse-device.ts';
import { toFlatPreferenceSet } from '../src/to-flat-preference-set.ts';
import type { JsonObject } from '../src/json.ts';
import { APP, COMMON, linuxDevice, linuxRegistry, parsed, understands } from './linux-registry.ts';

const registry = linuxRegistry({
  orca: understands('screenReaderTTS/enabled', 'speechRate'),
  nvda: understands('screenReaderTTS/enabled', 'speechRate'),
  text: understands('fontSize'),
});

function match(contexts: JsonObject, device = linuxDevice('text', 'nvda', 'orca')) {
  return matchPreferences({ preferences: toFlatPreferenceSet({ flat: { contexts } }), device, registry });
}

describe('matchPreferences', () => {
  it('gives each context its own solutions', () => {
    const rate = { [`${COMMON}speechRate`]: 200 };
    const size = { [`${COMMON}fontSize`]: 12 };
    const metadata = [{ type: 'priority', scope: [`${APP}nvda`], value: 1024 }];
    const { inferredConfiguration } = match({
      'gpii-default': { preferences: rate },
      home: { preferences: { ...rate, ...size }, metadata },
      empty: { preferences: {} },
    });
    expect(inferredConfiguration).toEqual({
      'gpii-default': { applications: { orca: { active: true, settings: rate } } },
      home: { applications: { nvda: { active: true, settings: rate }, text: { active: true, settings: size } } },
      empty: { applications: {} },
    });
  });

  it('accepts a solution that only metadata name, with no settings', () => {
    const metadata = [{ type: 'priority', scope: [`${APP}text`], value: 0 }];
    expect(match({ c: { metadata } }).inferredConfiguration).toEqual({
      c: { applications: { text: { active: true, settings: {} } } },
    });
  });

  it('ignores the metadata of the whole set', () => {
    const metadata = [{ type: 'priority', scope: [`${APP}text`], value: 1 }];
    const preferences = toFlatPreferenceSet({ flat: { metadata, contexts: { c: {} } } });
    const result = matchPreferences({ preferences, device: linuxDevice('text'), registry });
    expect(result.inferredConfiguration).toEqual({ c: { applications: {} } });
    expect(result.preferences).toEqual({ metadata, contexts: { c: { preferences: {} } } });
  });

  it('gives all solutions of the device, also those that serve nobody', () => {
    expect(match({}).solutions.map(({ id }) => id)).toEqual(['orca', 'nvda', 'text']);
  });

  it('answers for an unknown device with nothing to do', () => {
    const contexts = { c: { name: 'C', preferences: { [`${COMMON}fontSize`]: 12 } } };
    expect(match(contexts, parseDevice('null'))).toEqual({
      preferences: { contexts: { c: { name: 'C', preferences: {} } } },
      solutions: [],
      inferredConfiguration: { c: { applications: {} } },
    });
  });

  it('answers {} for a person of whom nothing is stored', () => {
    const result = matchPreferences({ preferences: {}, device: linuxDevice('text'), registry });
    expect([result.preferences, result.inferredConfiguration]).toEqual([{}, {}]);
  });

  it('is not confused by hostile names of contexts, solutions and preferences', () => {
    const hostile = linuxRegistry(parsed('{"__proto__":{"a":1},"constructor":{}}'));
    const preferences = toFlatPreferenceSet(
      parsed(
        `{"flat":{"contexts":{"__proto__":{"preferences":{"${APP}__proto__":{"x":1},"${APP}constructor":{},"toString":1}}}}}`,
      ),
    );
    const result = matchPreferences({
      preferences,
      device: linuxDevice('__proto__', 'constructor'),
      registry: hostile,
    });
    expect(JSON.stringify(result.inferredConfiguration)).toBe(
      `{"__proto__":{"applications":{"__proto__":{"active":true,"settings":{"${APP}__proto__":{"x":1}}},` +
        `"constructor":{"active":true,"settings":{"${APP}constructor":{}}}}}}`,
    );
    expect(JSON.stringify(result.preferences)).toBe(
      `{"contexts":{"__proto__":{"preferences":{"${APP}__proto__":{"x":1},"${APP}constructor":{}}}}}`,
    );
  });

  it('does not change its inputs', () => {
    const views = {
      flat: {
        contexts: {
          c: { strange: [], preferences: { [`${APP}text`]: { x: 1, [`${COMMON}fontSize`]: 3, y: { z: [1] } } } },
        },
      },
    };
    const before = structuredClone(views);
    const preferences = toFlatPreferenceSet(views);
    const preferencesBefore = structuredClone(preferences);
    const result = matchPreferences({ preferences, device: linuxDevice('text'), registry });
    expect(result.preferences.contexts?.c?.preferences).toHaveProperty([`${APP}text`, 'x'], 1);
    expect(views).toEqual(before);
    expect(preferences).toEqual(preferencesBefore);
  });
});
