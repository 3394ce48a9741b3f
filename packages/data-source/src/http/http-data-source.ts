import { StartError } from '@gpii/service-kit/cli';
import type { DataSource } from '../data-source.ts';
import { createSlots } from '../slots.ts';
import { withDeadline } from '../with-deadline.ts';
import { createRequestBuilder, type WireRequest } from './build-request.ts';
import { exchange, type Answer, type ExchangeLimits, type Outcome } from './exchange.ts';
import { settleHttpOptions, type HttpDataSourceOptions } from './http-options.ts';
import { createPeer, type Peer } from './peer.ts';
import { readGetAnswer, readSetAnswer } from './read-answer.ts';
import { readBearerToken } from './read-bearer-token.ts';

/** A data source with connections of its own. */
export interface HttpDataSource extends DataSource {
  /** Closes idle connections. They do not keep a process alive, so that only tests need this. */
  close(): void;
}

/**
 * Reaches another process over HTTP: TCP, TLS or a Unix socket.
 *
 * The deadline covers the whole call, waiting for one of the `maxSockets` connections included: whoever asks gets an
 * answer or an error by then. A request is sent again only when it is idempotent (GET, PUT) and a connection that was
 * kept open broke before the first byte of an answer; and then once, on a new connection.
 *
 * @throws StartError (exit 78) when the options cannot be right or `bearerTokenFile` can't be read.
 */
export function createHttpDataSource(options: HttpDataSourceOptions): HttpDataSource {
  const settled = settleHttpOptions(options);
  const { bearerTokenFile, deadlineMs, limitBytes, maxSockets } = settled;
  const requests = createRequestBuilder(
    settled,
    bearerTokenFile === undefined ? undefined : readBearerToken(bearerTokenFile),
  );
  const peer = createPeer(settled);
  const slots = createSlots(maxSockets);
  const ask = (request: WireRequest): Promise<Answer> =>
    withDeadline(deadlineMs, (signal) => slots.hold(signal, () => tryTwice(peer, request, { signal, limitBytes })));
  return {
    get: async (key) => readGetAnswer(peer.name, await ask(requests.get(key))),
    set: async (key, value) => readSetAnswer(peer.name, await ask(requests.set(key, value))),
    close: () => {
      peer.close();
    },
  };
}

/**
 * The same over a Unix socket or Windows pipe, and never the network, whatever another config says of an address.
 *
 * @throws StartError (exit 78) without `socketPath`.
 */
export function createPipeDataSource(options: HttpDataSourceOptions): HttpDataSource {
  if (options.socketPath !== undefined) return createHttpDataSource(options);
  throw new StartError('A gpii.dataSource.pipe needs the option socketPath.');
}

async function tryTwice(peer: Peer, request: WireRequest, limits: Omit<ExchangeLimits, 'fresh'>): Promise<Answer> {
  let outcome: Outcome = await exchange(peer, request, { ...limits, fresh: false });
  const isIdempotent = request.method === 'GET' || request.method === 'PUT';
  if ('failure' in outcome && outcome.isStale && isIdempotent && !limits.signal.aborted) {
    outcome = await exchange(peer, request, { ...limits, fresh: true });
  }
  if ('failure' in outcome) throw outcome.failure;
  return outcome.answer;
}
