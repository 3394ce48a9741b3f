import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { CouchAddress } from './couch-address.ts';
import { startDeadline } from '../within-deadline.ts';
import { CouchFailure } from './couch-failure.ts';

/** A request to CouchDB. */
export interface CouchCall {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Begins with `/`; what is in it is encoded. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** An answer below 500, whose body is JSON. */
export interface CouchAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Sends one request; close ends the connections. */
export interface Sender {
  /** @throws CouchFailure when no proper answer came within the deadline. */
  send(call: CouchCall): Promise<CouchAnswer>;
  close(): void;
}

/** More than any answer to what is asked here. */
const ANSWER_LIMIT_BYTES = 256 * 1024 * 1024;
const MAX_CONNECTIONS = 64;

/** Sends requests over connections that are kept. The deadline is for the whole exchange, waiting for a connection too. */
export function createSender({ origin, authorization }: CouchAddress, deadlineMs: number): Sender {
  const isHttps = origin.startsWith('https:');
  const agent = new (isHttps ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const open = isHttps ? httpsRequest : httpRequest;

  function exchange({ method, path, body }: CouchCall): Promise<CouchAnswer> {
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
      ...(content === undefined ? {} : { 'content-type': 'application/json', 'content-length': content.length }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = open(`${origin}${path}`, { method, agent, headers }, (incoming) => {
        readAnswer(incoming).then(resolve, reject).finally(deadline.stop);
      });
      const deadline = startDeadline(deadlineMs, () => {
        outgoing.destroy(new CouchFailure(`The database did not answer within ${deadlineMs} ms`));
      });
      outgoing.once('error', (error) => {
        deadline.stop();
        reject(toFailure(error, outgoing));
      });
      outgoing.end(content);
    });
  }

  return {
    send: async (call) => {
      try {
        return await exchange(call);
      } catch (error) {
        // Most often a kept connection that the database had closed. Asking again what only asks cannot do harm.
        if (call.method !== 'GET' || !(error instanceof CouchFailure) || !error.isConnectionLost) throw error;
        return exchange(call);
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}

function toFailure(error: Error & { code?: string }, { socket }: ClientRequest): CouchFailure {
  if (error instanceof CouchFailure) return error;
  const isConnectionLost = socket?.connecting === false && error.code !== 'ECONNREFUSED';
  return new CouchFailure('The database cannot be reached', { cause: error, isConnectionLost });
}

async function readAnswer(incoming: IncomingMessage): Promise<CouchAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > ANSWER_LIMIT_BYTES) throw new CouchFailure('The answer of the database is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof CouchFailure) throw error;
    throw new CouchFailure('The database cut its answer off', { cause: error, isConnectionLost: true });
  }
  const status = incoming.statusCode ?? 0;
  if (status >= 500 || status === 429 || (status >= 300 && status < 400)) {
    throw new CouchFailure(`The database answered ${status}`);
  }
  return { status, body: parse(Buffer.concat(chunks).toString('utf8'), status) };
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // What was refused may be refused by something in between, in its own words.
    if (status >= 400 && status !== 404) return undefined;
    throw new CouchFailure('The database answered something that is not JSON', { cause });
  }
}
