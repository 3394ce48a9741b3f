import { checkPreferenceSet } from '@gpii/gpii-files';
import { OWN_COMMON_TERMS, OWN_SOLUTIONS } from '@gpii/gpii-files';
import { matchPreferences, parseDevice, type JsonObject } from '@gpii/matchmaker';
import { beforeAll, describe, expect, it } from 'vitest';

import { loadSolutions, type Solutions } from '../src/solutions/load-solutions.ts';
import { APP, COMMON } from './support/settings-server.ts';

let own: Solutions;
beforeAll(async () => {
  ({ solutions: own } = await loadSolutions({ directory: OWN_SOLUTIONS, commonTermsFile: OWN_COMMON_TERMS }));
});

/** The solutions that a computer with everything gets for these preferences, and their settings. */
function match(osId: string, preferences: JsonObject): Record<string, unknown> {
  const ids = own.registry.solutionsOf(osId).map(({ id }) => ({ id }));
  const device = parseDevice(JSON.stringify({ OS: { id: osId }, solutions: ids }));
  const contexts = { 'gpii-default': { preferences } };
  const { inferredConfiguration } = matchPreferences({ preferences: { contexts }, device, registry: own.registry });
  const { applications = {} } = inferredConfiguration['gpii-default'] ?? {};
  return Object.fromEntries(Object.entries(applications).map(([id, { settings }]) => [id, settings]));
}

describe("the project's own registries", () => {
  it.each([
    ['linux', 'magnification', 3, ['org.gnome.desktop.a11y.magnifier']],
    ['linux', 'fontSize', 18, ['org.gnome.desktop.interface']],
    ['linux', 'stickyKeys', true, ['org.gnome.desktop.a11y.keyboard']],
    ['linux', 'screenReaderTTS/enabled', true, ['org.gnome.orca']],
    ['linux', 'lineSpace', 1.5, ['net.gpii.uioPlus']],
    ['win32', 'magnification', 3, ['com.microsoft.windows.magnifier']],
    ['win32', 'highContrast/enabled', true, ['com.microsoft.windows.highContrast', 'net.gpii.uioPlus']],
    ['win32', 'stickyKeys', true, ['com.microsoft.windows.stickyKeys']],
    ['win32', 'cursorSize', 0.5, ['com.microsoft.windows.cursors']],
    ['win32', 'selfVoicing/enabled', true, ['net.gpii.uioPlus']],
    ['web', 'fontSize', 18, ['net.gpii.uioPlus']],
    ['web', 'highContrastTheme', 'yellow-black', ['net.gpii.uioPlus']],
    ['web', 'magnification', 3, []],
  ])('on %s serve %s with what adapts it', (osId, term, value, solutions) => {
    const settings = { [COMMON + term]: value };
    expect(match(osId, settings)).toEqual(Object.fromEntries(solutions.map((id) => [id, settings])));
  });

  it.each(['linux', 'win32', 'web'])('on %s give the settings of an application to that application', (osId) => {
    const preferences = { [`${APP}net.gpii.uioPlus`]: { contrastTheme: 'wb', tableOfContentsEnabled: true } };
    expect(match(osId, preferences)).toEqual({ 'net.gpii.uioPlus': preferences });
  });

  it('know which values their settings may have', () => {
    const preferences = {
      [`${APP}net.gpii.uioPlus`]: { contrastTheme: 'plaid', fontSize: 2 },
      [`${APP}org.fluidproject.uiOptions`]: { textFont: 'arial', textSize: 3 },
      [`${APP}org.gnome.desktop.interface`]: { 'text-scaling-factor': 9, 'cursor-size': 32 },
      [`${APP}com.microsoft.windows.magnifier`]: { Magnification: 200, Invert: 'yes' },
    };
    const problems = checkPreferenceSet({ contexts: { night: { preferences } } }, own.terms);
    expect([...new Set(problems.map(({ dataPath }) => dataPath.at(-1)))]).toEqual([
      'contrastTheme',
      'textSize',
      'text-scaling-factor',
      'Invert',
    ]);
  });
});
