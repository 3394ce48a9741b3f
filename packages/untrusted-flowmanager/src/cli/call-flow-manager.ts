import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { nameOf, type FlowManagerAddress } from './find-flow-manager.ts';

/** Longer than any key-in takes, with another one before it. */
const DEADLINE_MS = 60_000;
const LIMIT_BYTES = 64 * 1024;

/** What a flow manager is asked. */
export interface FlowManagerQuestion {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Goes as JSON. */
  readonly body?: unknown;
}

/** An answer of a flow manager. */
export interface FlowManagerAnswer {
  readonly status: number;
  /** Its JSON body. */
  readonly body: unknown;
}

/**
 * Asks a running flow manager.
 *
 * @param ask - The path goes out as it is: an URL object would rewrite a GPII token such as "..".
 * @throws StartError (exit 69) when nobody answers there, or somebody who is no flow manager.
 */
export async function callFlowManager(
  address: FlowManagerAddress,
  ask: FlowManagerQuestion,
): Promise<FlowManagerAnswer> {
  const { body, ...options } = ask;
  const text = await exchange({ ...connectOptions(address), ...options }, body).catch((error: unknown) => {
    throw notReached(address, error);
  });
  try {
    return { status: text.status, body: JSON.parse(text.body) as unknown };
  } catch (error) {
    throw unavailable(`What answers at ${nameOf(address)} is not a GPII flow manager.`, error);
  }
}

function connectOptions(address: FlowManagerAddress): RequestOptions {
  if ('socketPath' in address) return { socketPath: address.socketPath };
  const { hostname, port } = new URL(address.url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : port };
}

function exchange(options: RequestOptions, body: unknown): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const headers = { Host: 'localhost', ...(body !== undefined && { 'Content-Type': 'application/json' }) };
    const outgoing = request({ ...options, agent: false, signal, headers }, (response) => {
      readText(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, body: text });
      }, reject);
    });
    outgoing.once('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) throw new Error('The answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function notReached(address: FlowManagerAddress, error: unknown): StartError {
  const { code, name } = error as NodeJS.ErrnoException;
  const where = nameOf(address);
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    return unavailable(
      `No flow manager answers at ${where}. Start it: gpii-flowmanager serve. Or say where it is: --url, --socket or --state-dir.`,
      error,
    );
  }
  if (name === 'AbortError' || name === 'TimeoutError') {
    return unavailable(`The flow manager at ${where} did not answer within ${DEADLINE_MS / 1000} seconds.`, error);
  }
  return unavailable(`The flow manager at ${where} can't be reached: ${code ?? (error as Error).message}.`, error);
}

function unavailable(message: string, cause: unknown): StartError {
  return new StartError(message, { exitCode: EXIT.unavailable, cause });
}
