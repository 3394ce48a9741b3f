import { createHttpClient, type Call, type Figure, type ServerProcess } from '@gpii/bench';
import { FLOW_MANAGER_ROUTES, REQUESTER_ROUTES } from '@gpii/protocol';
import type { Proof, ProofStage } from '../proof.ts';
import { getToken, tokenCall } from '../stage/calls.ts';
import { startFlowManager, startRequester } from '../stage/local-services.ts';
import { makeDataDir, operate, startCloud, type ProofCloud } from '../stage/proof-cloud.ts';
import {
  clientRecord,
  gpiiTokenRecord,
  makeClient,
  makeGpiiToken,
  ownerRecord,
  type Client,
} from '../stage/records.ts';
import { fuzzServer } from './fuzz-server.ts';
import { watchLog } from './log-watch.ts';
import type { FuzzWorld } from './world.ts';
import { cloudWorld, flowManagerWorld, requesterWorld, type CloudContent } from './worlds.ts';

const MOST_TRIES = 5;
const REDIRECT_URI = 'https://app.example.org/callback';

/** Bad input: generated requests to all three servers (SECURITY G-S7). */
export const fuzzProof: Proof = {
  name: 'fuzz',
  describe:
    'generated requests to all addresses of the three servers: no 5xx, no crash, no hanging connection, no growth',
  sizes: [
    { name: 'count', byDefault: 200_000, describe: 'requests to the cloud' },
    { name: 'local-count', byDefault: 10_000, describe: 'requests to the access requester, and to the flow manager' },
  ],
  run: async (stage) => {
    const client = makeClient('installed');
    const web = makeClient('web');
    const witness = makeClient('witness');
    const gpiiToken = makeGpiiToken();
    const records = [
      ownerRecord(),
      clientRecord(client),
      clientRecord(witness),
      clientRecord(web, { type: 'web', redirectUris: [REDIRECT_URI] }),
      gpiiTokenRecord(gpiiToken),
    ];
    const dataDir = await makeDataDir(stage, 'data', records);
    const log = watchLog();
    const cloud = await startCloud(stage, { dataDir, onLine: log.onLine });
    const content = { client, web, gpiiToken, redirectUri: REDIRECT_URI };
    const inCloud = await fuzzCloud(stage, { cloud, log, content, witness });
    return [...inCloud, ...(await fuzzLocalServices(stage, cloud, { client: witness, gpiiToken }))];
  },
};

interface CloudScene {
  readonly cloud: ProofCloud;
  readonly log: ReturnType<typeof watchLog>;
  readonly content: KnownContent;
  /** Asks afterwards; no generated request knows its secret. */
  readonly witness: Client;
}

type KnownContent = Omit<CloudContent, 'accessToken' | 'enrolmentKey'>;

async function fuzzCloud(stage: ProofStage, { cloud, log, content, witness }: CloudScene): Promise<readonly Figure[]> {
  const { clientId } = content.client;
  const { gpiiToken } = content;
  const http = createHttpClient(1);
  const makeWorld = async (): Promise<FuzzWorld> => {
    const handedOut = await operate(http, cloud, { operation: 'credentials-hand-out', input: { clientId, label: '' } });
    const { file } = handedOut.json as { file: { installed: { client_secret: string } } };
    const client = { clientId, clientSecret: file.installed.client_secret };
    const accessToken = await getToken(http, cloud.url, { client, gpiiToken });
    const input = { clientId, label: 'fuzz', uses: 1000, endsAt: '2099-01-01T00:00:00Z' };
    const { json } = await operate(http, cloud, { operation: 'enrolment-keys-create', input });
    return cloudWorld({ ...content, client, accessToken, enrolmentKey: String(json.enrolmentKey) });
  };
  try {
    const isServing = (): Promise<boolean> => isServed(stage, tokenCall(cloud.url, witness, gpiiToken));
    return await fuzzServer(stage, { server: cloud, log, count: stage.size('count'), makeWorld, isServing });
  } finally {
    http.close();
  }
}

async function fuzzLocalServices(
  stage: ProofStage,
  cloud: ProofCloud,
  { client, gpiiToken }: { client: Client; gpiiToken: string },
): Promise<readonly Figure[]> {
  const [requesterLog, flowManagerLog] = [watchLog(), watchLog()];
  const requester = await startRequester(stage, { cloud, client, onLine: requesterLog.onLine });
  const flowManager = await startFlowManager(stage, { cloud, requester, onLine: flowManagerLog.onLine });
  const { channelKey } = requester;
  const headers = { Authorization: `Bearer ${channelKey}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ gpiiToken });
  const count = stage.size('local-count');
  const figures = await fuzzServer(stage, {
    server: requester,
    log: requesterLog,
    count,
    makeWorld: () => Promise.resolve(requesterWorld(channelKey, gpiiToken)),
    isServing: () =>
      isServed(stage, { url: requester.url, method: 'POST', path: REQUESTER_ROUTES.accessToken, headers, body }),
  });
  const more = await fuzzServer(stage, {
    server: flowManager,
    log: flowManagerLog,
    count,
    makeWorld: () => Promise.resolve(flowManagerWorld(gpiiToken)),
    isServing: () => isServed(stage, keyIn(flowManager, gpiiToken)),
  });
  return [...figures, ...more];
}

function keyIn({ url }: ServerProcess, gpiiToken: string): Call {
  return { url, method: 'POST', path: FLOW_MANAGER_ROUTES.login.replace(':gpiiToken', gpiiToken) };
}

/** Asks a few times: what the last generated request began may still be under way. */
async function isServed({ say }: ProofStage, call: Call): Promise<boolean> {
  const http = createHttpClient(1);
  try {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const { status, body } = await http.send(call);
      if (status === 200) return true;
      say(`  afterwards: ${status} ${body.toString('utf8').slice(0, 300)}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return false;
  } finally {
    http.close();
  }
}
