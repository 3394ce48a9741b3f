import { expect, test } from 'vitest';
import { toPreferences } from '../../src/changes/to-preferences.ts';

const COMMON = 'http://registry.gpii.net/common';
const APPLICATIONS = 'http://registry.gpii.net/applications';
const ids = ['org.example', 'org.example.editor'];

test.each([
  ['fontSize', { [`${COMMON}/fontSize`]: 1 }],
  ['highContrast/enabled', { [`${COMMON}/highContrast/enabled`]: 1 }],
  [`${COMMON}/fontSize`, { [`${COMMON}/fontSize`]: 1 }],
  ['org.example.editor/size', { [`${APPLICATIONS}/org.example.editor`]: { size: 1 } }],
  ['org.example.editor/a/b.c', { [`${APPLICATIONS}/org.example.editor`]: { 'a/b.c': 1 } }],
  ['org.example.editor', { [`${APPLICATIONS}/org.example.editor`]: 1 }],
  [`${APPLICATIONS}/org.example.editor/size`, { [`${APPLICATIONS}/org.example.editor`]: { size: 1 } }],
  [`${APPLICATIONS}/org.example.unknown`, { [`${APPLICATIONS}/org.example.unknown`]: 1 }],
  ['org.example.editors/size', { [`${COMMON}/org.example.editors/size`]: 1 }],
])('%s', (term, preferences) => {
  expect(toPreferences({ term, value: 1 }, ids)).toEqual(preferences);
});
