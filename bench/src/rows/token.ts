import { tokenAnswerSchema } from '@gpii/protocol';
import type { ServerProcess } from '../processes/server-process.ts';
import { recordAnswer } from '../stage/recorded-answer.ts';
import type { Stage } from '../stage/stage.ts';
import { askFor } from './ask-for.ts';
import { gpiiTokenGrantCalls, takeTurn, tokenCalls } from './calls.ts';
import { compareWithBare, compareWithPeer } from './compare.ts';
import type { PreparedRow, Row } from './row.ts';

const BARE = 'bare-token';
const FSYNCED = 'token-fsynced';
const EXPECTED = { what: 'A token request', schema: tokenAnswerSchema };

/**
 * POST /oauth2/access_token beside a bare server that parses the same form and sends the same bytes, and beside two
 * peers that store a token too. A second cloud fsyncs each batch.
 */
export const tokenRow: Row = {
  name: 'token',
  describe: 'POST /oauth2/access_token, beside a bare node:http server, oidc-provider and oauth2orize + PouchDB',
  prepare: async (stage) => {
    const clouds = await stage.clouds();
    const fsynced = await startFsyncedCloud(stage);
    const answer = await recordAnswer(takeTurn(tokenCalls(takeTurn(clouds, 0).url, stage.people), 0));
    const bare = await stage.startBare(BARE, answer);
    const oidc = await stage.startPeer('oidc-provider-level');
    const orize = await stage.startPeer('oauth2orize-pouchdb');
    const names = clouds.map(({ name }) => name.replace('cloud', 'token'));
    const ask = (server: ServerProcess) => askFor(server, tokenCalls(server.url, stage.people), EXPECTED);
    const ours = clouds.map((cloud, index) => ({
      name: takeTurn(names, index),
      title: `POST /oauth2/access_token (${cloud.name})`,
      ...ask(cloud),
    }));
    const oidcCalls = gpiiTokenGrantCalls(oidc.url, stage.people);
    const others = [
      { name: FSYNCED, title: 'the same with --fsync-tokens', ...ask(fsynced) },
      { name: oidc.name, title: 'oidc-provider 9, LevelDB', ...askFor(oidc, oidcCalls, EXPECTED) },
      { name: orize.name, title: 'oauth2orize + PouchDB, a put each', ...ask(orize) },
    ];
    return {
      contestants: [
        { name: BARE, title: 'bare node:http, same form and bytes', ...ask(bare) },
        ...[...ours, ...others].map((contestant) => ({ ...contestant, comparedWith: BARE })),
      ],
      figures: makeFigures(names, { oidc: oidc.name, orize: orize.name }),
    };
  },
};

async function startFsyncedCloud(stage: Stage): Promise<ServerProcess> {
  const dataDir = await stage.makeDataDir('data-fsynced');
  return stage.startCloud({
    name: 'cloud-fsynced',
    dataDir,
    registry: stage.registry,
    flags: ['--fsync-tokens', 'yes'],
  });
}

function makeFigures(names: readonly string[], peers: { oidc: string; orize: string }): PreparedRow['figures'] {
  return (rounds) => [
    ...names.flatMap((name) => [
      ...compareWithBare(rounds, { name, bare: BARE, goal: { atLeast: 0.2 } }),
      ...compareWithPeer(rounds, { name, peer: peers.oidc, goal: { atLeast: 1.5 } }),
      ...compareWithPeer(rounds, { name, peer: peers.orize }),
    ]),
    ...compareWithBare(rounds, { name: FSYNCED, bare: BARE, goal: { atLeast: 0.14 } }),
  ];
}
