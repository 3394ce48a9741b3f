import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildService, type Logger } from '@gpii/service-kit';
import { onTestFinished } from 'vitest';
import { accessRequesterService } from '../src/grades.ts';
import { startAccessRequester, type AccessRequesterParts } from '../src/start-access-requester.ts';

export const CHANNEL_KEY = 'canary-channel-key';
export const CLIENT_SECRET = 'canary-client-secret';

/** An answer of the access requester. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A request to the access requester. */
export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** An access requester for one test. */
export interface TestRequester {
  readonly url: string;
  readonly folder: string;
  readonly credentialFile: string;
  /** With the channel key, unless `headers` say something else. */
  send(question: Question): Promise<Answer>;
  requestToken(gpiiToken: string): Promise<Answer>;
  status(): Promise<Answer['body']>;
  /** Puts a file in the place of the credential file, as GPII Manager does. */
  replaceCredential(content: string, mode?: number): void;
  /** Time goes by. */
  advance(ms: number): void;
  /** Each line that was logged, as text. */
  readonly logLines: string[];
  readonly reasons: () => unknown[];
}

/** What differs from test to test. */
export interface TestOptions {
  readonly cloudUrl: string;
  /** `null`: there is no file. */
  readonly credential?: string | null;
  readonly credentialMode?: number;
  /** Of the folder that it is in. */
  readonly folderMode?: number;
  readonly answerWithinMs?: number;
  /** From 0, which it is where left out, to 1. */
  readonly random?: number;
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly config?: string;
  readonly onSocket?: boolean;
}

/** The text of a credential file. */
export function credentialText(clientSecret = CLIENT_SECRET, name = 'LIB-PC-07'): string {
  return JSON.stringify({ installed: { client_id: '53684234497-hgd07kcq', client_secret: clientSecret, name } });
}

/** Starts the access requester of our own config, with a clock that the test turns. */
export async function startRequester(options: TestOptions): Promise<TestRequester> {
  const folder = mkdtempSync(join(tmpdir(), 'gpii-ar-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const credentialFile = join(folder, 'credential.json');
  const { credential = credentialText(), credentialMode = 0o600 } = options;
  if (credential !== null) writeMode(credentialFile, credential, credentialMode);
  chmodSync(folder, options.folderMode ?? 0o700);
  const channelKeyFile = join(folder, 'channel-key');
  writeMode(channelKeyFile, `${CHANNEL_KEY}\n`, 0o600);
  const socket = join(folder, 'requester.sock');
  const place = options.onSocket === true ? { socket } : { port: 0, channelKeyFile };
  const flags = { cloudUrl: options.cloudUrl, credentialFile, ...place, ...options.flags };
  const { component, settings } = buildService(accessRequesterService, { flags, config: options.config });

  const log = createLog();
  let nowMs = Date.parse('2017-05-02T10:00:00Z');
  const clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const running = await startAccessRequester(
    { settings, logger: log.logger },
    component as unknown as AccessRequesterParts,
    { clock, random: () => options.random ?? 0, answerWithinMs: options.answerWithinMs ?? 20_000 },
  );
  onTestFinished(() => running.stop(100));
  const { url } = running.addresses;
  const where = options.onSocket === true ? { socketPath: socket } : { host: '127.0.0.1', port: new URL(url).port };
  const send = (question: Question): Promise<Answer> => ask(where, question);
  return {
    url,
    folder,
    credentialFile,
    send,
    requestToken: (gpiiToken) => send({ method: 'POST', path: '/access-token', body: JSON.stringify({ gpiiToken }) }),
    status: async () => (await send({ path: '/status' })).body,
    replaceCredential: (content, mode = 0o600) => {
      writeMode(`${credentialFile}.new`, content, mode);
      renameSync(`${credentialFile}.new`, credentialFile);
    },
    advance: (ms) => {
      nowMs += ms;
    },
    logLines: log.lines,
    reasons: () => log.lines.map((line) => (JSON.parse(line) as { reason?: unknown }).reason).filter(Boolean),
  };
}

function writeMode(path: string, content: string, mode: number): void {
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
}

function createLog(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const write = (fields: Record<string, unknown>, msg: string): void => {
    lines.push(
      JSON.stringify({ ...fields, msg }, (_name, value: unknown) =>
        value instanceof Error ? errorText(value) : value,
      ),
    );
  };
  const nothing = (): void => undefined;
  const levels = { debug: nothing, info: write, warn: write, error: write, fatal: write };
  const logger = { ...levels, child: () => levels } as unknown as Logger;
  return { logger, lines };
}

function errorText(error: Error): string {
  return `${error.stack ?? error.message} ${error.cause instanceof Error ? errorText(error.cause) : ''}`;
}

function ask(where: object, { method = 'GET', path, headers, body }: Question): Promise<Answer> {
  const all = headers ?? { authorization: `Bearer ${CHANNEL_KEY}` };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ ...where, agent: false, method, path, headers: all }, (incoming) => {
      text(incoming).then((content) => {
        const parsed = (content === '' ? {} : JSON.parse(content)) as Answer['body'];
        const headersOfAnswer = incoming.headers as Record<string, string>;
        resolve({ status: incoming.statusCode ?? 0, headers: headersOfAnswer, body: parsed, text: content });
      }, reject);
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
