import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { makeComputer } from '../support/computer.ts';
import { answer, heldBack } from '../support/faults.ts';
import { askRequester, keyIn } from '../support/local-calls.ts';
import { makeCloud, startCloud } from '../support/make-cloud.ts';
import { runningMs } from '../support/running-clock.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openRaw } from '../support/send-raw.ts';
import { startStandIn } from '../support/stand-in.ts';
import type { StartedServer } from '../support/start-server.ts';
import { startFlowManager, startRequester } from '../support/start-whole-road.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { until, within } from '../support/until.ts';

/** The server stopped listening: new connections are refused. */
async function untilItListensNoMore(server: StartedServer): Promise<void> {
  await until('new connections are refused', () =>
    call(server.url, { path: '/health/live' }).then(
      () => false,
      () => true,
    ),
  );
}

const CLEAN = { code: 0, signal: null };

describe('a server that is stopped in the middle of a slow request answers it first', () => {
  test.concurrent('the cloud', async () => {
    const cloud = await makeCloud();
    const { clientId, clientSecret } = cloud.installed;
    const form = new URLSearchParams({
      grant_type: 'password',
      username: cloud.people.alice,
      client_id: clientId,
      client_secret: clientSecret,
    }).toString();
    const { socket, answer: answered } = await openRaw(cloud.url);
    const head = [
      'POST /oauth2/access_token HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${Buffer.byteLength(form)}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${form.slice(0, 10)}`);
    // Answered, so what was written before it has been read as well.
    await call(cloud.url, { path: '/health/ready' });
    cloud.server.signal('SIGTERM');
    await untilItListensNoMore(cloud.server);
    socket.write(form.slice(10));
    const text = await within('the answer', answered);
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    keepSecret('access token', /"access_token":"([^"]+)"/.exec(text)?.[1] ?? 'there was no access token');
    expect(await within('the end of the cloud', cloud.server.ended)).toEqual(CLEAN);
  });

  test.concurrent('the access requester', async () => {
    const accessToken = makeSecret('access token');
    const held = heldBack(answer(200, { access_token: accessToken, token_type: 'Bearer', expires_in: 3600 }));
    const cloud = await startStandIn(held.fault);
    const computer = await makeComputer({ clientId: 'client-of-a-test', clientSecret: makeSecret('client secret') });
    const requester = await startRequester(computer, cloud.url);
    const asked = askRequester(requester.url, computer.channelKeyFile, makeSecret('GPII token'));
    await until('the cloud is asked', () => cloud.requests.length === 1);
    requester.signal('SIGTERM');
    await untilItListensNoMore(requester);
    held.release();
    expect((await asked).json).toEqual({ access_token: accessToken, expires_in: 3600 });
    expect(await within('the end of the requester', requester.ended)).toEqual(CLEAN);
  });

  test.concurrent('the flow manager', async () => {
    const gpiiToken = makeSecret('GPII token');
    const settings = {
      gpiiKey: gpiiToken,
      preferences: {},
      solutionsRegistryEntries: {},
      matchMakerOutput: { inferredConfiguration: {} },
    };
    const held = heldBack(answer(200, settings));
    const cloud = await startStandIn(held.fault);
    const requester = await startStandIn(answer(200, { access_token: makeSecret('access token'), expires_in: 60 }));
    const computer = await makeComputer();
    const flowManager = await startFlowManager(computer, { cloudUrl: cloud.url, requesterUrl: requester.url });
    const asked = keyIn(flowManager.url, gpiiToken);
    await until('the cloud is asked', () => cloud.requests.length === 1);
    flowManager.signal('SIGINT');
    await untilItListensNoMore(flowManager);
    held.release();
    expect((await asked).status).toBe(200);
    expect(await within('the end of the flow manager', flowManager.ended)).toEqual(CLEAN);
    await expect(readFile(`${computer.stateDir}/flowmanager.json`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.concurrent('tells a client with a kept-alive connection not to send another request', async () => {
    const server = await startCloud(join(await makeTemporaryFolder(), 'cloud'));
    const { url } = server;
    const { socket, answer: answered } = await openRaw(url);
    socket.write('POST /oauth2/access_token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n');
    await call(url, { path: '/health/ready' });
    server.signal('SIGTERM');
    await untilItListensNoMore(server);
    socket.write('{}');
    expect(await within('the answer', answered)).toMatch(/\r\nConnection: close\r\n/i);
    expect(await within('the end of the cloud', server.ended)).toEqual(CLEAN);
  });

  test.concurrent('does not wait for ever for one that does not end', async () => {
    const server = await startCloud(join(await makeTemporaryFolder(), 'cloud'));
    const { socket } = await openRaw(server.url);
    socket.write('POST /oauth2/access_token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n');
    await call(server.url, { path: '/health/ready' });
    const startedAt = runningMs();
    expect(await server.stop()).toEqual(CLEAN);
    expect(runningMs() - startedAt).toBeLessThan(11_000);
  });
});
