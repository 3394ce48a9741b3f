import { expect, it } from 'vitest';
import { groupByPlaces } from '../src/apply/group-by-places.ts';
import { builtInHandlers, type SettingsHandler, type SolutionInstructions } from '../src/index.ts';

const own: SettingsHandler = {
  get: () => Promise.resolve({}),
  prepare: () => Promise.resolve({ before: null, set: () => Promise.resolve() }),
  restore: () => Promise.resolve(),
};
const handlers = builtInHandlers({ HOME: '/home/somebody' }, { settings: new Map([['own', own]]) });

const INI = 'gpii.settingsHandlers.INISettingsHandler';
const XML = 'gpii.settingsHandlers.XMLHandler';

function solution(
  id: string,
  ...kinds: (readonly [type: string, options: SolutionInstructions['settingsHandlers'][string]['options']])[]
) {
  const entries = kinds.map(([type, options = {}], index) => [`${index}`, { type, options, settings: {} }] as const);
  return { id, usable: { active: true, settingsHandlers: Object.fromEntries(entries), launchHandlers: {} } };
}

it('keeps solutions apart that change different places, and those in order that share one', () => {
  const orca = { ...solution('orca', ['gpii.orca', {}]).usable };
  const solutions = [
    solution('a', [INI, { filename: '/x/one' }]),
    solution('b', [INI, { filename: '/x/two' }]),
    solution('c', [XML, { filename: '/x/../x/one' }]),
    solution('d', ['gpii.gsettings', { schema: 's' }]),
    {
      id: 'e',
      usable: {
        ...orca,
        launchHandlers: { l: { type: 'gpii.gsettings.launch', options: { schema: 's', key: 'k' }, settings: {} } },
      },
    },
    solution('f', ['own', {}]),
    solution('g', [INI, { filename: '/x/one' }], [INI, { filename: '/x/two' }]),
    { id: 'h', usable: { ...solution('h').usable, configure: [{ type: 'an.action' }] } },
  ];
  const groups = groupByPlaces(solutions, handlers).map((group) => group.map(({ id }) => id).join(''));
  expect(groups.toSorted()).toEqual(['abcg', 'de', 'fh']);
});
