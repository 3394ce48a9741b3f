import { makeGpiiToken, readDeviceText } from '../stage/bench-data.ts';
import { takeTurn } from './calls.ts';
import { compareWithPeer } from './compare.ts';
import type { Row } from './row.ts';
import { ask, prepareCalls } from './settings.ts';

const FEW = 'settings-few-safes';
const MANY = 'settings-many-safes';

/** How many more people are stored, and how many of them ask. */
const STORED = 100_000;
const ASKING = 1_000;
const STORED_IN_QUICK_RUN = 2_000;

/** GET settings with 100 000 preference safes stored, beside the same with some hundred. */
export const manySafesRow: Row = {
  name: 'many-safes',
  describe:
    'GET settings with 100 000 preference safes, beside a cloud with some hundred (takes minutes: only when named)',
  takesMinutes: true,
  prepare: async (stage) => {
    const { people, registry } = stage;
    const others = Array.from({ length: stage.isQuick ? STORED_IN_QUICK_RUN : STORED }, makeGpiiToken);
    stage.say(`storing ${others.length} preference safes`);
    const dataDir = await stage.makeDataDir('data-many', others);
    const many = await stage.startCloud({ name: 'cloud-many', dataDir, registry });
    const fewDir = await stage.makeDataDir('data-few');
    const few = await stage.startCloud({ name: 'cloud-few', dataDir: fewDir, registry });
    const step = Math.floor(others.length / ASKING);
    const asking = others.filter((_token, index) => index % step === 0);
    const deviceText = readDeviceText(registry);
    const manyCalls = await prepareCalls(many, { ...people, gpiiTokens: asking }, deviceText);
    // As many access tokens and addresses as for the other, so that nothing but the number of safes is compared.
    const again = asking.map((_token, index) => takeTurn(people.gpiiTokens, index));
    const fewCalls = await prepareCalls(few, { ...people, gpiiTokens: again }, deviceText);
    return {
      contestants: [
        { name: FEW, title: `GET settings, ${people.gpiiTokens.length} people ask`, ...ask(few, fewCalls, 10) },
        {
          name: MANY,
          title: `GET settings, ${asking.length} of ${others.length} people ask`,
          comparedWith: FEW,
          ...ask(many, manyCalls, 10),
        },
      ],
      figures: (rounds) => compareWithPeer(rounds, { name: MANY, peer: FEW, goal: { atLeast: 0.9 } }),
    };
  },
};
