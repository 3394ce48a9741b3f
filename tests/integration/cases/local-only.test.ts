import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { platform, release } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { keyIn, keyOut, whoIsKeyedIn } from '../support/local-calls.ts';
import { makeCloud, tokenRecord, type Cloud } from '../support/make-cloud.ts';
import { runCommand } from '../support/run-command.ts';
import { makeSecret } from '../support/secrets.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import { startRequester } from '../support/start-whole-road.ts';

const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';
const ON = 'Settings on this computer are on.';
const ON_FOR_NOW =
  "Your settings on this computer are on. Settings from GPII Cloud can't be reached right now; we'll try again.";

/** A solution that is found by a file of the test. */
const solution = (path: string): object => ({
  isInstalled: [{ type: 'gpii.deviceReporter.fileExists', path }],
  settingsHandlers: {
    all: {
      type: 'gpii.settingsHandlers.noSettings',
      capabilitiesTransformations: { size: 'http://registry\\.gpii\\.net/common/fontSize' },
    },
  },
});
const preferenceFile = (fontSize: number): string => {
  const { preferences } = tokenRecord('', { [FONT_SIZE]: fontSize }) as { preferences: object };
  return `// large text\n${JSON.stringify(preferences)}`;
};

describe('a computer with preferences of its own', () => {
  let cloud: Cloud;
  let computer: Computer;
  let requester: StartedServer;
  let flowManager: StartedServer;
  let folders: { preferences: string; solutions: string; medium: string };
  const stored = makeSecret('GPII token', 'stored/at/');
  const broken = makeSecret('GPII token', 'broken-');
  const onMedium = makeSecret('GPII token', 'medium-');
  const nobody = makeSecret('GPII token', 'nobody-');

  beforeAll(async () => {
    cloud = await makeCloud();
    computer = await makeComputer();
    const folderOf = (name: string): string => join(computer.folder, name);
    folders = { preferences: folderOf('preferences'), solutions: folderOf('solutions'), medium: folderOf('medium') };
    await Promise.all(Object.values(folders).map((folder) => mkdir(folder)));
    const registry = {
      'org.example.here': solution(computer.channelKeyFile),
      'org.example.gone': solution('/nowhere'),
    };
    await writeFile(join(folders.solutions, `${platform()}.json5`), JSON.stringify(registry));
    await writeFile(join(folders.preferences, `${stored.replaceAll('/', '%2F')}.json5`), preferenceFile(20));
    await writeFile(join(folders.preferences, `${cloud.people.alice}.json5`), preferenceFile(20));
    await writeFile(join(folders.preferences, `${broken}.json5`), '{\n  flat: {\n    contexts: 3,\n  ]');
    await writeFile(join(folders.medium, '.gpii-user-token.txt'), `${onMedium}\n`);
    await writeFile(join(folders.medium, '.gpii-preferences.json5'), preferenceFile(24));
    requester = await startRequester(computer, cloud.url);
    flowManager = await startServer('flowManager', [
      ...['--port', '0', '--state-dir', computer.stateDir, ...localArgs(), ...roadArgs()],
    ]);
  });

  const localArgs = (): string[] => [
    '--local-preferences',
    folders.preferences,
    '--local-solutions',
    folders.solutions,
  ];
  const roadArgs = (): string[] => [
    ...['--requester-url', requester.url, '--channel-key-file', computer.channelKeyFile, '--cloud-url', cloud.url],
  ];

  /** Keys in and out, and checks that the settings were those of this computer, that it is said, and why. */
  async function expectLocal(gpiiToken: string, reason: string, message: string): Promise<Answer> {
    const answer = await keyIn(flowManager.url, gpiiToken);
    expect([answer.status, answer.json]).toMatchObject([200, { message, source: 'local', cloudProblem: reason }]);
    expect(await whoIsKeyedIn(flowManager.url)).toMatchObject({ source: 'local', solutions: 1 });
    expect(await flowManager.log.ofRequest(answer.requestId)).toMatchObject({ status: 200 });
    expect((await keyOut(flowManager.url, gpiiToken)).json).toMatchObject({ message: 'Keyed out.', source: 'local' });
    return answer;
  }

  test('uses them without a credential', async () => {
    const { requestId } = await expectLocal(stored, 'no_client_credential', ON);
    expect(await flowManager.log.ofRequest(requestId)).toMatchObject({ reason: 'no_client_credential' });
  });

  test('does not know who is in neither place', async () => {
    await expectRefusal(await keyIn(flowManager.url, nobody), flowManager, {
      status: 503,
      error: 'no_client_credential',
      reason: 'no_client_credential',
      message: /^We don't know this key\. Try again, or ask the staff for help\.$/,
    });
    expect(await whoIsKeyedIn(flowManager.url)).toBeNull();
  });

  test('says which file is wrong, and where, but not whose it is', async () => {
    const mark = flowManager.log.mark();
    const reason = 'local_preferences_malformed';
    const refused = await keyIn(flowManager.url, broken);
    await expectRefusal(refused, flowManager, { status: 500, error: 'settings_not_applied', reason });
    const file = join(folders.preferences, 'brok….json5');
    expect(await flowManager.log.withReason(mark, reason)).toMatchObject({ level: 'error', file, line: 4 });
  });

  test('takes the preferences of a token medium, says so in a line, and keeps none of them', async () => {
    const args = ['key-in', '--medium', folders.medium, '--state-dir', computer.stateDir];
    const keyedIn = await runCommand({ program: 'flowManager', args });
    expect([keyedIn.code, keyedIn.stderr, keyedIn.stdout.split('\n')]).toEqual([
      0,
      '',
      [ON, expect.stringMatching(/^\(local settings; no_client_credential: Local-only mode: /), ''],
    ]);
    const { json } = await call(flowManager.url, { path: '/status' });
    expect(json).toMatchObject({ keyedIn: true, source: 'local', localPreferenceSets: 3 });
    await keyOut(flowManager.url, onMedium);
    expect(await readdir(computer.stateDir)).toEqual(['flowmanager.json']);
  });

  test('refuses a body that carries something else', async () => {
    const path = `/user/${encodeURIComponent(nobody)}/login`;
    const refusal = { status: 400, error: 'invalid_request', reason: 'body_malformed' };
    for (const body of ['{', { preferences: { flat: 3 } }, { prefs: {} }]) {
      await expectRefusal(await call(flowManager.url, { path, body }), flowManager, refusal);
    }
  });

  test('uses them when the credential was revoked', async () => {
    await computer.replaceCredential(cloud.revoked);
    const words =
      /^This computer isn't connected to GPII Cloud\. Tell the staff: code 401-R\. Settings on this computer/;
    await expectLocal(stored, 'credential_refused', expect.stringMatching(words) as string);
  });

  test('uses those of GPII Cloud where it has them, and its own for whom it does not know', async () => {
    await computer.replaceCredential(cloud.installed);
    const { alice } = cloud.people;
    expect((await keyIn(flowManager.url, alice)).json).toMatchObject({ source: 'cloud' });
    await keyOut(flowManager.url, alice);
    await expectLocal(stored, 'unknown_gpii_token', ON);
  });

  test('found what is installed here', async () => {
    const args = ['device-report', '--json', '--local-solutions', folders.solutions];
    const { code, stdout } = await runCommand({ program: 'flowManager', args });
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        report: { OS: { id: platform(), version: release() }, solutions: [{ id: 'org.example.here' }] },
        because: { 'org.example.here': `file ${computer.channelKeyFile}` },
        notInstalled: { 'org.example.gone': ['file /nowhere'] },
        unknownReporters: [],
      },
    ]);
  });

  test('looks again on SIGHUP, and stays as it was where the registry is wrong', async () => {
    const mark = flowManager.log.mark();
    await writeFile(join(folders.solutions, `${platform()}.json5`), '{ broken');
    flowManager.signal('SIGHUP');
    expect(await flowManager.log.withReason(mark, 'registry_malformed')).toMatchObject({ level: 'error' });
    await expectLocal(stored, 'unknown_gpii_token', ON);
  });

  test('uses them when the cloud is down, and says that it will be asked again', async () => {
    await cloud.server.kill();
    await expectLocal(stored, 'cloud_unreachable', ON_FOR_NOW);
  });

  test('uses them when the access requester is down', async () => {
    await requester.kill();
    await expectLocal(stored, 'requester_down', ON);
  });

  test('shows them without a running flow manager', async () => {
    const args = [
      'key-in',
      '-',
      '--device',
      computer.deviceFile,
      '--local-preferences',
      folders.preferences,
      ...roadArgs(),
    ];
    const { code, stdout, stderr } = await runCommand({ program: 'flowManager', args, input: stored });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Key stor…: local preferences give settings for 1 solution\. Nothing on this computer was/);
    expect(stdout).toMatch(/\n\(local settings; requester_down: /);
  });
});
