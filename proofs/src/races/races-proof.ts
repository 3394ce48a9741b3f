import { createHttpClient } from '@gpii/bench';
import type { Proof } from '../proof.ts';
import { makeDataDir, startCloud } from '../stage/proof-cloud.ts';
import { clientRecord, gpiiTokenRecord, makeClient, makeGpiiToken, OWNER, ownerRecord } from '../stage/records.ts';
import { raceCodes, raceEnrolmentKeys } from './one-time.ts';
import { PARALLEL } from './race-place.ts';
import { cascade, raceRevocations } from './revocations.ts';

const REDIRECT_URI = 'https://app.example.org/callback';

/** What may happen once happens once; what was revoked is over (SECURITY G-R2, G-R4). */
export const racesProof: Proof = {
  name: 'races',
  describe:
    'codes and enrolment keys used by many at once, credentials revoked while they are used, what ends with what',
  sizes: [
    { name: 'codes', byDefault: 500, describe: 'authorization codes, and as many enrolment keys' },
    { name: 'revocations', byDefault: 200, describe: 'credentials revoked during token requests' },
    { name: 'credentials', byDefault: 100, describe: 'credentials of the cascade' },
  ],
  run: async (stage) => {
    const clientsOf = (name: string, count: number): ReturnType<typeof makeClient>[] =>
      Array.from({ length: count }, (_, index) => makeClient(`${name}-${index}`));
    const [checker, web] = [makeClient('checker'), { ...makeClient('web'), redirectUri: REDIRECT_URI }];
    const raced = clientsOf('raced', stage.size('revocations'));
    const families = clientsOf('family', stage.size('credentials'));
    const gpiiToken = makeGpiiToken();
    const records = [
      ownerRecord(),
      ...[checker, ...raced, ...families].map((client) => clientRecord(client)),
      clientRecord(web, { type: 'web', redirectUris: [REDIRECT_URI] }),
      // Linked to the account: there has to be something to share.
      gpiiTokenRecord(gpiiToken, { owner: OWNER.email }),
    ];
    const dataDir = await makeDataDir(stage, 'data', records);
    const cloud = await startCloud(stage, { dataDir, args: ['--log-level', 'warn'] });
    const http = createHttpClient(2 * PARALLEL);
    const place = { stage, cloud, http, checker, gpiiToken };
    try {
      return [
        ...(await raceCodes(place, web)),
        ...(await raceEnrolmentKeys(place, checker)),
        ...(await raceRevocations(place, raced)),
        ...(await cascade(
          place,
          families.map(({ clientId }) => clientId),
        )),
      ];
    } finally {
      http.close();
      await cloud.stop();
    }
  },
};
