import { chmod } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeComputer } from '../support/computer.ts';
import { askRequester, keyIn, keyOut } from '../support/local-calls.ts';
import { runKeptCommand } from '../support/run-kept-command.ts';
import { makeSecret } from '../support/secrets.ts';
import { startRequester, type WholeRoad } from '../support/start-whole-road.ts';
import { theRoad } from '../support/the-road.ts';

describe('a credential file that changes while the requester runs', () => {
  let road: WholeRoad;
  beforeAll(async () => {
    road = await theRoad();
  });

  test('is taken up at the next key-in, without a restart (L08)', async () => {
    const { cloud, computer, flowManager } = road;
    const person = await cloud.newPerson();
    await computer.replaceCredential({ ...cloud.installed, clientSecret: makeSecret('client secret') });
    expect((await keyIn(flowManager.url, person)).status).toBe(409);
    await computer.replaceCredential(cloud.secondSecret);
    expect((await keyIn(flowManager.url, person)).status).toBe(200);
    expect((await keyOut(flowManager.url, person)).status).toBe(200);
  });

  test('is the same on every computer of one disk image: all of them get access tokens at the same time', async () => {
    const { cloud, computer, requester } = road;
    const clone = await makeComputer(cloud.secondSecret);
    const cloneRequester = await startRequester(clone, cloud.url);
    await computer.replaceCredential(cloud.secondSecret);
    const people = [cloud.people.alice, cloud.people.bob, cloud.people.alice];
    const answers = await Promise.all(
      people.flatMap((person) => [
        askRequester(requester.url, computer.channelKeyFile, person),
        askRequester(cloneRequester.url, clone.channelKeyFile, person),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(people.flatMap(() => [200, 200]));
    await cloneRequester.stop();
  });

  test('loses no request of those under way', async () => {
    const { cloud, computer, requester } = road;
    const statuses: number[] = [];
    let isReplaced = false;
    const askOn = async (): Promise<void> => {
      for (let after = 0; after < 5; after += isReplaced ? 1 : 0) {
        const { status } = await askRequester(requester.url, computer.channelKeyFile, cloud.people.alice);
        statuses.push(status);
      }
    };
    const asking = Promise.all(Array.from({ length: 8 }, askOn));
    for (const client of [cloud.installed, cloud.secondSecret, cloud.creator, cloud.installed]) {
      await askRequester(requester.url, computer.channelKeyFile, cloud.people.bob);
      await computer.replaceCredential(client);
    }
    isReplaced = true;
    await asking;
    expect(statuses.length).toBeGreaterThanOrEqual(40);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  test('is not read when others can read it', async () => {
    const { cloud, computer, requester } = road;
    const mark = requester.log.mark();
    await chmod(computer.credentialFile, 0o644);
    expect((await askRequester(requester.url, computer.channelKeyFile, cloud.people.alice)).status).toBe(200);
    expect(await requester.log.withReason(mark, 'credential_file_too_open')).toMatchObject({ isOldOneKept: true });
    const args = ['--credential-file', computer.credentialFile, '--channel-key-file', computer.channelKeyFile];
    const started = await runKeptCommand({ program: 'requester', args: ['serve', '--port', '0', ...args] });
    expect(started.code).toBe(78);
    expect(started.stderr).toBe(
      `Others than its owner can read ${computer.credentialFile}. Take that away: chmod 600 ${computer.credentialFile}\n`,
    );
    await chmod(computer.credentialFile, 0o600);
  });

  test('that is malformed is named at the start, without its content', async () => {
    const { computer } = road;
    const secret = makeSecret('client secret');
    await computer.replaceCredentialText(`{"client_secret": "${secret}"`);
    const args = ['--credential-file', computer.credentialFile, '--channel-key-file', computer.channelKeyFile];
    const { code, stdout, stderr } = await runKeptCommand({
      program: 'requester',
      args: ['serve', '--port', '0', ...args],
    });
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toBe(`${computer.credentialFile} is not a GPII credential file: it is not JSON.\n`);
    await computer.replaceCredential(road.cloud.installed);
  });
});
