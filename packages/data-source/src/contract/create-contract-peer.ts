import type { ContractAnswer, ContractPeer, ContractQuestion } from './contract-peer.ts';

const LIMIT_BYTES = 64 * 1024;

/** No answer of a check comes as late as this, also on a machine that stalls. */
const PATIENT_DEADLINE_MS = 20_000;

/** The peer of the contract tests: the question's name says what it does; any other name is echoed. */
export function createContractPeer(deadlineMs = PATIENT_DEADLINE_MS): ContractPeer {
  const behaviours: Readonly<Record<string, (question: ContractQuestion) => ContractAnswer>> = {
    'get nothing': () => ({ kind: 'nothing' }),
    'be refused': () => ({ kind: 'refusal', status: 404, body: { error: 'unknown', depth: [1] } }),
    'be refused in prose': () => ({ kind: 'refusal', status: 502, body: undefined }),
    'be told to wait': () => ({ kind: 'refusal', status: 429, body: { error: 'slow_down' }, retryAfterSeconds: 7 }),
    'get garbage': () => ({ kind: 'bytes', bytes: Buffer.from('<html>{"a":') }),
    'get half a character': () => ({ kind: 'bytes', bytes: Buffer.from([0x22, 0xc3, 0x22]) }),
    'get too much': () => ({ kind: 'value', value: 'x'.repeat(LIMIT_BYTES) }),
    'get just enough': () => ({ kind: 'value', value: 'x'.repeat(LIMIT_BYTES - 2) }),
    hang: () => ({ kind: 'hang' }),
    die: () => ({ kind: 'death' }),
  };
  return {
    deadlineMs,
    limitBytes: LIMIT_BYTES,
    answer: (question) => {
      const behave = Object.hasOwn(behaviours, question.name) ? behaviours[question.name] : undefined;
      return Promise.resolve(behave?.(question) ?? { kind: 'value', value: { ...question } });
    },
  };
}
