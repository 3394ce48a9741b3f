import type { SettingsAnswer } from '@gpii/protocol';

const COMMON = 'http://registry.gpii.net/common';
const APPLICATIONS = 'http://registry.gpii.net/applications';

/** What the cloud answers for a person with a magnifier and a font size. */
export function settingsAnswer(gpiiKey: string): SettingsAnswer {
  return {
    gpiiKey,
    preferences: { name: 'for a test', contexts: {} },
    solutionsRegistryEntries: { 'org.example.magnifier': { name: 'Example Magnifier' } },
    matchMakerOutput: {
      inferredConfiguration: {
        'gpii-default': {
          applications: {
            'org.example.magnifier': {
              active: true,
              settings: {
                [`${COMMON}/magnification`]: 1.5,
                [`${APPLICATIONS}/org.example.magnifier`]: { 'mag-factor': 2, position: 'full-screen' },
              },
            },
            'org.example.interface': { active: true, settings: { [`${COMMON}/fontSize`]: 24 } },
          },
        },
        bright: {
          applications: { 'org.example.interface': { active: true, settings: { [`${COMMON}/fontSize`]: 30 } } },
        },
      },
    },
  };
}

/** What the cloud answers when this computer has nothing for the person. */
export function emptySettingsAnswer(gpiiKey: string): SettingsAnswer {
  return {
    gpiiKey,
    preferences: {},
    solutionsRegistryEntries: {},
    matchMakerOutput: { inferredConfiguration: { 'gpii-default': { applications: {} } } },
  };
}
