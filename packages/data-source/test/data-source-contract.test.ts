import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import {
  dataSourceContract,
  type ContractAnswer,
  type ContractPeer,
  type OpenedDataSource,
} from '../src/contract/data-source-contract.ts';
import {
  createHttpDataSource,
  createMemoryDataSource,
  createPipeDataSource,
  DataSourceError,
  type HttpDataSourceOptions,
} from '../src/index.ts';
import { endServer, listenAt, portOf, serveContractPeer } from './serve-contract-peer.ts';

dataSourceContract(
  { describe, it },
  {
    name: 'http over TCP',
    abilities: ['set', 'refusals', 'garbage', 'death', 'restart'],
    open: (peer) => openOverHttp(peer, { port: 0 }, (port) => ({ url: `http://127.0.0.1:${port}` })),
  },
);

dataSourceContract(
  { describe, it },
  {
    name: 'a pipe (Unix socket)',
    abilities: ['set', 'refusals', 'garbage', 'death', 'restart'],
    open: async (peer) => {
      const folder = await mkdtemp(join(tmpdir(), 'gpii-ds-'));
      const path = join(folder, 'peer.sock');
      const opened = await openOverHttp(peer, { path }, () => ({ socketPath: path }));
      return { ...opened, close: () => opened.close().finally(() => rm(folder, { recursive: true })) };
    },
  },
);

dataSourceContract(
  { describe, it },
  {
    name: 'memory',
    abilities: ['set', 'refusals', 'garbage'],
    open: (peer) => {
      const { deadlineMs, limitBytes } = peer;
      const source = createMemoryDataSource({
        deadlineMs,
        limitBytes,
        answer: async ({ act, key, value }) =>
          behave(
            await peer.answer(act === 'set' ? { act, name: key.name ?? '', value } : { act, name: key.name ?? '' }),
          ),
      });
      return Promise.resolve({ source, close: () => Promise.resolve() });
    },
  },
);

async function openOverHttp(
  peer: ContractPeer,
  at: { port: number } | { path: string },
  where: (port: number) => HttpDataSourceOptions,
): Promise<OpenedDataSource> {
  const { deadlineMs, limitBytes } = peer;
  let server = serveContractPeer(peer);
  await listenAt(server, at);
  const port = 'path' in at ? 0 : portOf(server);
  const create = 'path' in at ? createPipeDataSource : createHttpDataSource;
  const source = create({ ...where(port), path: '/%name', deadlineMs, limitBytes });
  return {
    source,
    close: async () => {
      source.close();
      await endServer(server);
    },
    stopPeer: () => endServer(server),
    startPeer: async () => {
      server = serveContractPeer(peer);
      await listenAt(server, 'path' in at ? at : { port });
    },
  };
}

function behave(todo: ContractAnswer): unknown {
  switch (todo.kind) {
    case 'value':
      return todo.value;
    case 'nothing':
      return undefined;
    case 'refusal':
      throw new DataSourceError('refused', 'No', todo);
    case 'bytes':
      throw new DataSourceError('malformed', 'The answer is not JSON');
    case 'hang':
      return new Promise(() => undefined);
    case 'death':
      throw new Error('dead');
  }
}
