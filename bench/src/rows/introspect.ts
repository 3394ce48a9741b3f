import { z } from 'zod';
import { createHttpClient, type Call } from '../measure/http-client.ts';
import { recordAnswer } from '../stage/recorded-answer.ts';
import { askFor } from './ask-for.ts';
import { askForAccessTokens, gpiiTokenGrantCalls, introspectCalls, takeTurn, tokenCalls } from './calls.ts';
import { compareWithBare, compareWithPeer } from './compare.ts';
import type { Row } from './row.ts';

const BARE = 'bare-introspect';

const EXPECTED = { what: 'An introspection', schema: z.object({ active: z.literal(true) }) };

/** POST /oauth2/introspect of 100 access tokens in turn, beside a bare server and oidc-provider. */
export const introspectRow: Row = {
  name: 'introspect',
  describe: 'POST /oauth2/introspect, beside a bare node:http server and oidc-provider',
  prepare: async (stage) => {
    const { people } = stage;
    const callsFor = async (url: string, tokenRequests: readonly Call[]): Promise<readonly Call[]> => {
      const client = createHttpClient(1);
      try {
        return introspectCalls(url, people, await askForAccessTokens(client, tokenRequests));
      } finally {
        client.close();
      }
    };
    const clouds = await stage.clouds();
    const asked = await Promise.all(clouds.map(({ url }) => callsFor(url, tokenCalls(url, people))));
    const bare = await stage.startBare(BARE, await recordAnswer(takeTurn(takeTurn(asked, 0), 0)));
    const oidc = await stage.startPeer('oidc-provider-level');
    const names = clouds.map(({ name }) => name.replace('cloud', 'introspect'));
    const oidcName = 'introspect-oidc-provider';
    return {
      contestants: [
        {
          name: BARE,
          title: 'bare node:http, same form and bytes',
          ...askFor(bare, introspectCalls(bare.url, people, ['?']), EXPECTED),
        },
        ...clouds.map((cloud, index) => ({
          name: takeTurn(names, index),
          title: `POST /oauth2/introspect (${cloud.name})`,
          comparedWith: BARE,
          ...askFor(cloud, takeTurn(asked, index), EXPECTED),
        })),
        {
          name: oidcName,
          title: 'introspection of oidc-provider 9, LevelDB',
          comparedWith: BARE,
          ...askFor(oidc, await callsFor(oidc.url, gpiiTokenGrantCalls(oidc.url, people)), EXPECTED),
        },
      ],
      figures: (rounds) =>
        names.flatMap((name) => [
          ...compareWithBare(rounds, { name, bare: BARE, goal: { atLeast: 0.4 } }),
          ...compareWithPeer(rounds, { name, peer: oidcName }),
        ]),
    };
  },
};
