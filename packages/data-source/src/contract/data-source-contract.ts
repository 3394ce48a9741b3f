import { strict as assert } from 'node:assert';
import { DataSourceError, type DataSource } from '../data-source.ts';
import type { ContractAbility, ContractPeer } from './contract-peer.ts';
import { createContractPeer } from './create-contract-peer.ts';

export type { ContractAbility, ContractAnswer, ContractPeer, ContractQuestion } from './contract-peer.ts';

/** `describe` and `it` of any test runner: vitest, node:test, mocha. */
export interface ContractHarness {
  describe(name: string, define: () => void): unknown;
  it(name: string, run: () => Promise<void>): unknown;
}

/** A data source joined to a contract peer. */
export interface OpenedDataSource {
  /** Asked with keys `{name}`. */
  readonly source: DataSource;
  /** Ends both. */
  close(): Promise<void>;
  /** With the ability `restart`: the peer goes, with all its connections, */
  readonly stopPeer?: () => Promise<void>;
  /** and comes back at the same place. */
  readonly startPeer?: () => Promise<void>;
}

/** An implementation under test. */
export interface ContractImplementation {
  readonly name: string;
  readonly abilities: readonly ContractAbility[];
  open(peer: ContractPeer): Promise<OpenedDataSource>;
}

/** Texts that go wrong where something is glued together instead of encoded. */
const ODD_TEXTS = [
  'plain',
  'a b+c&d=e%20f?g#h',
  '..',
  './../x',
  'a/b\\c',
  '%2e%2E',
  'ünïcødé ✓ 日本語 👩🏽‍🦯',
  'e\u0301 is not \u00e9',
  '"quoted", \'twice\' and {braced}',
  '%name',
  '__proto__',
  'constructor',
  ' spaces around ',
  'x'.repeat(256),
];

type Check = (opened: OpenedDataSource, peer: ContractPeer) => Promise<void>;

/**
 * The tests that every data source passes, so that a config can swap one for another.
 *
 * @param harness - Of the test runner.
 * @param implementation - What to test, and how it is joined to a peer.
 */
export function dataSourceContract(harness: ContractHarness, implementation: ContractImplementation): void {
  harness.describe(`the data source contract: ${implementation.name}`, () => {
    for (const [name, ability, check] of CHECKS) {
      if (ability !== undefined && !implementation.abilities.includes(ability)) continue;
      harness.it(name, async () => {
        const peer = WAITING_CHECKS.has(check) ? createContractPeer(SHORT_DEADLINE_MS) : createContractPeer();
        const opened = await implementation.open(peer);
        try {
          await check(opened, peer);
        } finally {
          await opened.close();
        }
      });
    }
  });
}

// Functions are hoisted, so that the list can stand first.
const CHECKS: readonly (readonly [name: string, ability: ContractAbility | undefined, check: Check])[] = [
  ['gives the answer to the question that was asked', undefined, getsOddNames],
  ['carries values of any shape there and back', 'set', setsOddValues],
  ['gives undefined for a set that is answered with nothing', 'set', setsWithoutAnswer],
  ['calls nothing malformed, as the answer to a get', undefined, failing('get nothing', 'malformed')],
  ['gives each of 100 callers at once its own answer', undefined, keepsAnswersApart],
  ['gives up at the deadline when there is no answer', undefined, givesUpInTime],
  ['goes on after a call that timed out', undefined, goesOnAfterTimeout],
  ['takes an answer that is as large as the limit', undefined, takesTheLimit],
  ['does not take an answer that is larger', undefined, failing('get too much', 'too_large')],
  ['passes a refusal on, with status and body', 'refusals', passesRefusalOn],
  ['passes a refusal on that has no JSON body', 'refusals', passesProseOn],
  ['passes on how long to wait', 'refusals', passesRetryAfterOn],
  ['passes on that a set is refused', 'set', refusesSet],
  ['calls an answer malformed that is not JSON', 'garbage', failing('get garbage', 'malformed')],
  ['calls an answer malformed that is not UTF-8', 'garbage', failing('get half a character', 'malformed')],
  ['calls a peer unreachable that dies in its answer', 'death', failing('die', 'unreachable')],
  ['calls a peer unreachable that is gone, and finds it again when it is back', 'restart', survivesRestart],
  ['says nothing of the key in what it throws', undefined, keepsTheKeyToItself],
];

/** They wait until the deadline has passed; for the others it is as long as a machine that stalls may need. */
const WAITING_CHECKS = new Set<Check>([givesUpInTime, goesOnAfterTimeout]);
const SHORT_DEADLINE_MS = 400;

async function getsOddNames({ source }: OpenedDataSource): Promise<void> {
  for (const name of ODD_TEXTS) assert.deepEqual(await source.get({ name }), { act: 'get', name });
}

async function setsOddValues({ source }: OpenedDataSource): Promise<void> {
  const values = [null, false, 0, -1.5e300, '', [], {}, [[null]], { a: { 'b.c': ODD_TEXTS } }, ...ODD_TEXTS];
  for (const value of values) {
    assert.deepEqual(await source.set({ name: 'n' }, value), { act: 'set', name: 'n', value });
  }
}

async function setsWithoutAnswer({ source }: OpenedDataSource): Promise<void> {
  assert.equal(await source.set({ name: 'get nothing' }, 1), undefined);
}

async function keepsAnswersApart({ source }: OpenedDataSource): Promise<void> {
  const names = Array.from({ length: 100 }, (_item, index) => `caller ${index}`);
  const answers = await Promise.all(names.map((name) => source.get({ name })));
  assert.deepEqual(
    answers,
    names.map((name) => ({ act: 'get', name })),
  );
}

async function givesUpInTime(opened: OpenedDataSource, peer: ContractPeer): Promise<void> {
  const startedAt = performance.now();
  await fails(opened, 'hang', 'timeout');
  const tookMs = performance.now() - startedAt;
  // Generous at the upper end: a test machine may stall. An implementation without a deadline never gets here.
  assert.ok(tookMs > peer.deadlineMs - 20 && tookMs < peer.deadlineMs + 10_000, `it took ${tookMs} ms`);
}

async function goesOnAfterTimeout(opened: OpenedDataSource): Promise<void> {
  await Promise.all(Array.from({ length: 20 }, () => fails(opened, 'hang', 'timeout')));
  assert.deepEqual(await getPatiently(opened, 'next'), { act: 'get', name: 'next' });
}

/** Asks again where the machine stood still until the deadline. */
async function getPatiently({ source }: OpenedDataSource, name: string): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await source.get({ name });
    } catch (error) {
      if (!(error instanceof DataSourceError) || error.kind !== 'timeout' || tries === 5) throw error;
    }
  }
}

async function takesTheLimit({ source }: OpenedDataSource, peer: ContractPeer): Promise<void> {
  assert.equal(await source.get({ name: 'get just enough' }), 'x'.repeat(peer.limitBytes - 2));
}

async function passesRefusalOn(opened: OpenedDataSource): Promise<void> {
  const error = await fails(opened, 'be refused', 'refused');
  assert.equal(error.status, 404);
  assert.deepEqual(error.body, { error: 'unknown', depth: [1] });
  assert.equal(error.retryAfterSeconds, undefined);
}

async function passesProseOn(opened: OpenedDataSource): Promise<void> {
  const error = await fails(opened, 'be refused in prose', 'refused');
  assert.equal(error.status, 502);
  assert.equal(error.body, undefined);
}

async function passesRetryAfterOn(opened: OpenedDataSource): Promise<void> {
  const error = await fails(opened, 'be told to wait', 'refused');
  assert.equal(error.retryAfterSeconds, 7);
}

async function refusesSet({ source }: OpenedDataSource): Promise<void> {
  await rejects(source.set({ name: 'be refused' }, { a: 1 }), 'refused');
}

async function survivesRestart(opened: OpenedDataSource): Promise<void> {
  const { source } = opened;
  assert.ok(
    opened.stopPeer && opened.startPeer,
    'an implementation with the ability "restart" opens with stopPeer and startPeer',
  );
  await source.get({ name: 'before' });
  await opened.stopPeer();
  await rejects(source.get({ name: 'meanwhile' }), 'unreachable');
  await opened.startPeer();
  assert.deepEqual(await source.get({ name: 'after' }), { act: 'get', name: 'after' });
}

async function keepsTheKeyToItself({ source }: OpenedDataSource): Promise<void> {
  const error = await rejects(source.get({ name: 'get too much' }), 'too_large');
  const words = `${error.message} ${String(error.cause)} ${error.stack ?? ''}`;
  assert.ok(!words.includes('get too much'), words);
}

function failing(name: string, kind: DataSourceError['kind']): Check {
  return async (opened) => {
    await fails(opened, name, kind);
  };
}

function fails({ source }: OpenedDataSource, name: string, kind: DataSourceError['kind']): Promise<DataSourceError> {
  return rejects(source.get({ name }), kind);
}

async function rejects(call: Promise<unknown>, kind: DataSourceError['kind']): Promise<DataSourceError> {
  const [outcome] = await Promise.allSettled([call]);
  assert.equal(outcome.status, 'rejected', `expected a DataSourceError of kind ${kind}, got an answer`);
  const error: unknown = outcome.reason;
  assert.ok(error instanceof DataSourceError, `expected a DataSourceError, got ${String(error)}`);
  assert.equal(error.kind, kind, error.message);
  return error;
}
