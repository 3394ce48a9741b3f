import { readFileSync } from 'node:fs';
import type { SettingSpec } from '@gpii/service-kit/cli';
import { describe, expect, it } from 'vitest';
import { cloudSettings } from '../src/cloud-settings.ts';

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The row of a setting, as `--help` has it: flag, variable, default, meaning. */
function rowOf([name, spec]: readonly [string, SettingSpec]): readonly string[] {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const variable = cloudSettings.envPrefix + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return [`\`--${flag}\``, `\`${variable}\``, defaultOf(name, spec), spec.describe];
}

function defaultOf(name: string, spec: SettingSpec): string {
  // Paths that depend on where the package lies.
  if (name === 'solutions' || name === 'commonTerms') return "the package's own";
  return spec.default === undefined ? '' : `\`${JSON.stringify(spec.default).replaceAll('"', '')}\``;
}

describe('the README', () => {
  it('has the settings as they are defined', () => {
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| `--'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const expected = Object.entries<SettingSpec>(cloudSettings.fields).map(rowOf);
    expect(rows).toEqual(expected);
  });
});
