import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { startFakePeer, type FakePeer } from './fake-peers.ts';
import { makeFolder, startServer, type LogLine, type StartedServer } from './run-command.ts';
import { settingsAnswer } from './settings-answer.ts';

const DEVICE = { OS: { id: 'linux', version: '4.15' }, solutions: [{ id: 'org.example.magnifier' }] };

/** The channel key of the fake access requester. */
export const CHANNEL_KEY = 'channel-key-of-a-test';

/** Where everything is that a flow manager needs. */
export interface Surroundings {
  readonly folder: string;
  readonly deviceFile: string;
  readonly channelKeyFile: string;
  readonly requester: FakePeer;
  readonly cloud: FakePeer;
  /** The flags that name all of it. */
  readonly roadFlags: readonly string[];
  /** Access requester and cloud answer as they should, for any GPII token. */
  playAllWell(): void;
  close(): Promise<void>;
}

/** Makes a device report, a channel key, an access requester and a cloud. */
export async function makeSurroundings(): Promise<Surroundings> {
  const folder = makeFolder();
  const deviceFile = join(folder.path, 'device.json');
  const channelKeyFile = join(folder.path, 'channel.key');
  writeFileSync(deviceFile, JSON.stringify(DEVICE));
  writeFileSync(channelKeyFile, `${CHANNEL_KEY}\n`);
  const [requester, cloud] = await Promise.all([startFakePeer(), startFakePeer()]);
  return {
    folder: folder.path,
    deviceFile,
    channelKeyFile,
    requester,
    cloud,
    roadFlags: [
      ...['--device', deviceFile, '--requester-url', requester.url],
      ...['--channel-key-file', channelKeyFile, '--cloud-url', cloud.url],
    ],
    playAllWell: () => {
      requester.reply({ body: { access_token: 'access-token-of-a-test', expires_in: 3600 } });
      cloud.reply(({ path }) => ({ body: settingsAnswer(decodeURIComponent(path.split('/')[1] ?? '')) }));
    },
    close: async () => {
      await Promise.all([requester.close(), cloud.close()]);
      folder.remove();
    },
  };
}

/** An answer of the flow manager. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Starts a flow manager in these surroundings. */
export function startFlowManagerIn(
  { roadFlags }: Surroundings,
  moreFlags: readonly string[] = ['--port', '0'],
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedServer> {
  return startServer([...roadFlags, ...moreFlags], environment);
}

/** Asks a server; the path goes out as it is. */
export function ask(
  url: string,
  path: string,
  { body, ...options }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const socketPath = /^unix:(.+)$/.exec(url)?.[1];
  const where = socketPath === undefined ? { port: new URL(url).port, host: '127.0.0.1' } : { socketPath };
  return new Promise((resolve, reject) => {
    request({ ...where, path, agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const body = (text === '' ? {} : JSON.parse(text)) as Answer['body'];
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
      });
    })
      .once('error', reject)
      .end(body);
  });
}

/** The log line of the next request that had this reason. */
export function takeRefusalLine(server: StartedServer, reason: string): Promise<LogLine> {
  return server.takeLine((line) => line.msg === 'request' && line.reason === reason);
}
