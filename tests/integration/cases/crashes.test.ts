import { join } from 'node:path';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { getSettings, getToken } from '../support/cloud-calls.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { findFreePort } from '../support/free-port.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { importRecords, makeCloudContent, startCloud, type CloudContent } from '../support/make-cloud.ts';
import type { StartedServer } from '../support/start-server.ts';
import { startFlowManager, startRequester } from '../support/start-whole-road.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

describe('servers that are killed and come back at the same address', () => {
  let content: CloudContent;
  let computer: Computer;
  let dataDir: string;
  let ports: { cloud: string; requester: string };
  let cloud: StartedServer;
  let requester: StartedServer;
  let flowManager: StartedServer;

  const startCloudAgain = (): Promise<StartedServer> => startCloud(dataDir, ['--port', ports.cloud]);
  const startRequesterAgain = (): Promise<StartedServer> => {
    const at = ['--port', ports.requester, '--channel-key-file', computer.channelKeyFile];
    return startRequester(computer, cloud.url, at);
  };

  beforeAll(async () => {
    content = makeCloudContent();
    computer = await makeComputer(content.installed);
    dataDir = join(await makeTemporaryFolder(), 'cloud');
    ports = { cloud: String(await findFreePort()), requester: String(await findFreePort()) };
    cloud = await startCloudAgain();
    await importRecords(dataDir, content.records);
    requester = await startRequesterAgain();
    flowManager = await startFlowManager(computer, { cloudUrl: cloud.url, requesterUrl: requester.url });
  });

  async function expectKeyInAndOut(gpiiToken: string): Promise<void> {
    const keyedIn = await keyIn(flowManager.url, gpiiToken);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect((await keyOut(flowManager.url, gpiiToken)).status).toBe(200);
  }

  test('access tokens survive kill -9 of the cloud, and people key in again', async () => {
    const { alice, unicode } = content.people;
    await expectKeyInAndOut(alice);
    const tokens = await Promise.all(Array.from({ length: 5 }, () => getToken(cloud.url, content.installed, alice)));
    await cloud.kill();
    const refused = await keyIn(flowManager.url, unicode);
    await expectRefusal(refused, flowManager, {
      status: 504,
      error: 'cloud_unreachable',
      reason: 'cloud_unreachable',
      message: /can't be reached right now/,
    });
    expect(refused.elapsedMs).toBeLessThan(5_800);
    await requester.log.withReason(0, 'cloud_unreachable');
    cloud = await startCloudAgain();
    for (const token of tokens) expect((await getSettings(cloud.url, alice, token)).status).toBe(200);
    await expectKeyInAndOut(unicode);
    // The flow manager still holds alice's access token: no new one is asked for.
    const mark = cloud.log.mark();
    await expectKeyInAndOut(alice);
    const routes = cloud.log
      .lines()
      .slice(mark)
      .map(({ route }) => route);
    expect(routes).not.toContain(CLOUD_ROUTES.token);
  });

  test('the flow manager gets a fresh access token when the cloud no longer knows the one that it holds', async () => {
    const { alice, bob } = content.people;
    await keyIn(flowManager.url, alice);
    await keyIn(flowManager.url, bob);
    expect(await cloud.stop()).toEqual({ code: 0, signal: null });
    dataDir = join(await makeTemporaryFolder(), 'cloud');
    cloud = await startCloudAgain();
    await importRecords(dataDir, content.records);
    const mark = cloud.log.mark();
    const keyedIn = await keyIn(flowManager.url, alice);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    await cloud.log.withReason(mark, 'access_token_unknown');
    await keyOut(flowManager.url, alice);
  });

  test('says that the requester is down after kill -9, and keys in when it is back', async () => {
    const { slash } = content.people;
    await requester.kill();
    await expectRefusal(await keyIn(flowManager.url, slash), flowManager, {
      status: 503,
      error: 'requester_down',
      reason: 'requester_down',
      message: /^Settings from GPII Cloud can't be reached right now\. Try again in a few minutes\.$/,
    });
    requester = await startRequesterAgain();
    await expectKeyInAndOut(slash);
  });

  test('forgets who was keyed in when the flow manager is killed', async () => {
    await keyIn(flowManager.url, content.people.alice);
    await flowManager.kill();
    flowManager = await startFlowManager(computer, { cloudUrl: cloud.url, requesterUrl: requester.url });
    await expectKeyInAndOut(content.people.alice);
  });
});
