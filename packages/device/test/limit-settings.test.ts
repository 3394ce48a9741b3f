import { expect, it } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import { builtInHandlers } from '../src/index.ts';
import { usableInstructions } from '../src/apply/usable-instructions.ts';

const TYPE = 'gpii.settingsHandlers.noSettings';
const parts = { handlers: builtInHandlers({}), environment: {} };
const usable = (settings: JsonObject) =>
  usableInstructions(parts, 'org.example', {
    active: true,
    settingsHandlers: { it: { type: TYPE, settings } },
    launchHandlers: {},
  });

it('leaves out a value that is too long, and nothing else', () => {
  const long = 'x'.repeat(64 * 1024);
  const { usable: kept, skipped } = usable({
    long,
    short: 1,
    just: long.slice(2),
    deep: { in: [long] },
    wide: '€'.repeat(22_000),
  });
  expect(Object.keys(kept.settingsHandlers.it?.settings ?? {})).toEqual(['short', 'just']);
  const why = 'Its value is longer than 65536 bytes.';
  expect(skipped).toEqual(
    ['long', 'deep', 'wide'].map((setting) => ({ solution: 'org.example', type: TYPE, setting, why })),
  );
});

it('refuses more settings than any application has, before anything is changed', () => {
  const many = Object.fromEntries(Array.from({ length: 2001 }, (_one, index) => [`s${index}`, index]));
  expect(() => usable(many)).toThrow(`org.example has 2001 settings for ${TYPE}; at most 2000 are put on.`);
});
