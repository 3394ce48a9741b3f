import { describe, expect, test } from 'vitest';
import { makeComputer } from '../support/computer.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { answer } from '../support/faults.ts';
import { keyIn, whoIsKeyedIn } from '../support/local-calls.ts';
import { configFile } from '../support/places.ts';
import { runCommand } from '../support/run-command.ts';
import { startStandIn } from '../support/stand-in.ts';
import { startServer } from '../support/start-server.ts';

describe('a config that merges ours and names another grade', () => {
  test('keys in from memory, with no cloud and no access requester', async () => {
    const { deviceFile } = await makeComputer();
    const config = configFile('whole-road-from-memory.json5');
    const { url } = await startServer('flowManager', ['--config', config, '--device', deviceFile]);
    expect((await keyIn(url, 'alice')).json).toEqual({
      message: 'Keyed in. GPII Cloud sent settings for 1 solution.',
      gpiiToken: 'alic…',
      source: 'cloud',
    });
    expect(await whoIsKeyedIn(url)).toMatchObject({ solutions: 1 });
  });

  test('replaces one data source and leaves the other', async () => {
    const cloud = await startStandIn(answer(401, { isError: true, message: 'Unauthorized' }));
    const { deviceFile } = await makeComputer();
    const config = configFile('access-tokens-from-memory.json5');
    const args = ['--port', '0', '--config', config, '--device', deviceFile, '--cloud-url', cloud.url];
    const flowManager = await startServer('flowManager', args);
    await expectRefusal(await keyIn(flowManager.url, 'alice'), flowManager, {
      status: 502,
      error: 'access_token_refused',
      reason: 'access_token_refused',
    });
    expect(cloud.requests[0]?.text).toMatch(/\r\nauthorization: Bearer from-memory\r\n/i);
  });

  test('serves key-in without a server too', async () => {
    const { deviceFile } = await makeComputer();
    const config = configFile('whole-road-from-memory.json5');
    const args = ['key-in', 'alice', '--config', config, '--device', deviceFile];
    const { code, stdout, stderr } = await runCommand({ program: 'flowManager', args });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('org.gnome.desktop.interface');
  });
});
