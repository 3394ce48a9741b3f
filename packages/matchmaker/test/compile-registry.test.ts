import { describe, expect, it } from 'vitest';
import { compileRegistry } from '../src/compile-registry.ts';
import { RegistryError } from '../src/registry-error.ts';
import type { JsonObject, JsonValue } from '../src/json.ts';
import { COMMON, parsed, path, solutionsFrom, understands } from './linux-registry.ts';

describe('compileRegistry', () => {
  it('keeps each entry whole, also as text', () => {
    const entry = { name: 'A', contexts: { OS: [] }, start: ['x'], nonsense: null };
    const [solution] = solutionsFrom({ a: entry });
    expect(solution?.entry).toBe(entry);
    expect(JSON.parse(`{${new TextDecoder().decode(solution?.memberBytes)}}`)).toEqual({ [solution?.id ?? '']: entry });
  });

  it('keeps the order of the registry', () => {
    expect(solutionsFrom({ b: {}, a: {}, c: {} }).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('has no solutions for an operating system that it does not know', () => {
    const registry = compileRegistry({ linux: { a: {} } });
    expect(['win32', '', 'constructor', '__proto__'].map((osId) => registry.solutionsOf(osId))).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('knows operating systems and solutions with hostile names', () => {
    const registry = compileRegistry(
      parsed('{"__proto__":{"__proto__":{},"toString":{}}}') as Record<string, JsonObject>,
    );
    expect(registry.solutionsOf('__proto__').map(({ id }) => id)).toEqual(['__proto__', 'toString']);
  });

  it('counts what all settings handlers read, and the capabilities of the solution', () => {
    const [solution] = solutionsFrom({
      a: {
        capabilities: [path('magnification/enabled')],
        settingsHandlers: {
          one: { capabilitiesTransformations: { x: path('fontSize') } },
          two: { capabilitiesTransformations: { transform: { type: 'round', inputPath: path('volume') } } },
        },
      },
    });
    expect(solution?.capabilities).toEqual(
      new Set([`${COMMON}fontSize`, `${COMMON}volume`, `${COMMON}magnification/enabled`]),
    );
  });

  it('does not count the capabilities of a settings handler', () => {
    const [solution] = solutionsFrom({ a: { settingsHandlers: { one: { capabilities: [path('fontSize')] } } } });
    expect(solution?.capabilities.size).toBe(0);
  });

  it('counts a path into a term as that term', () => {
    const [solution] = solutionsFrom({ a: { capabilities: [`${path('fontSize')}.unit`] } });
    expect([...(solution?.capabilities ?? [])]).toEqual([`${COMMON}fontSize`]);
  });

  it('finds the functions of a solution, in the fixed order', () => {
    const functionsOf = (...names: string[]) => solutionsFrom({ a: understands(...names) })[0]?.functions;
    expect(functionsOf('fontSize')).toEqual([]);
    expect(functionsOf('magnification')).toEqual(['magnifier']);
    expect(functionsOf('magnification', 'magnification/enabled')).toEqual(['magnifier']);
    expect(
      functionsOf(
        'onScreenKeyboard/enabled',
        'screenReaderTTS/enabled',
        'debounce/enabled',
        'stickyKeys',
        'magnification/enabled',
        'slowKeys/enabled',
      ),
    ).toEqual(['slowKeys', 'magnifier', 'stickyKeys', 'debounceKeys', 'screenReader', 'onScreenKeyboard']);
  });

  it.each<[string, JsonValue, string]>([
    ['the registry', [], 'Solutions registry linux must be an object of solutions'],
    ['an entry', { a: null }, 'Solutions registry linux, solution a must be an object'],
    ['a version', { a: { version: 3 } }, 'linux, solution a, field version must be'],
    ['capabilities', { a: { capabilities: 'x' } }, 'solution a, field capabilities must be a list'],
    ['a capability', { a: { capabilities: [1] } }, 'solution a, field capabilities must be a path'],
    ['handlers', { a: { settingsHandlers: [] } }, 'field settingsHandlers must be an object'],
    ['a handler', { a: { settingsHandlers: { h: 1 } } }, 'field settingsHandlers.h must be an object'],
    [
      'transformations',
      { a: { settingsHandlers: { h: { capabilitiesTransformations: 'x' } } } },
      'field settingsHandlers.h.capabilitiesTransformations must be an object',
    ],
    [
      'an input path',
      { a: { settingsHandlers: { h: { capabilitiesTransformations: { o: { transform: { inputPath: 1 } } } } } } },
      'field settingsHandlers.h.capabilitiesTransformations.o.transform.inputPath must be a path',
    ],
  ])('refuses a wrong shape of %s and names the place', (_, registry, message) => {
    const compile = () => compileRegistry({ linux: registry as JsonObject });
    expect(compile).toThrow(RegistryError);
    expect(compile).toThrow(message);
  });

  it('gives the place of a wrong shape as data', () => {
    expect(() => solutionsFrom({ ok: {}, bad: { capabilities: 1 } })).toThrow(
      expect.objectContaining({ place: { osId: 'linux', solutionId: 'bad', field: 'capabilities' } }),
    );
  });
});
