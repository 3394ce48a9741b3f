/**
 * What an implementation can show in a contract test. Leave out what it cannot have.
 * - `set`: it writes · `refusals`: it passes on status, body and Retry-After of a refusal · `garbage`: bytes that are no
 *   JSON can come through it · `death`: the peer can end in the middle of an answer · `restart`: the peer can go and
 *   come back.
 */
export type ContractAbility = 'set' | 'refusals' | 'garbage' | 'death' | 'restart';

/** A question as it arrived at the peer. */
export interface ContractQuestion {
  readonly act: 'get' | 'set';
  /** The key's only member. */
  readonly name: string;
  /** Of a set. */
  readonly value?: unknown;
}

/** What the peer has to do about a question. */
export type ContractAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  /** An empty answer. */
  | { readonly kind: 'nothing' }
  /** `body` undefined: a text that is no JSON. */
  | { readonly kind: 'refusal'; readonly status: number; readonly body: unknown; readonly retryAfterSeconds?: number }
  /** These bytes, as if they were an answer. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Never answer, keep the connection. */
  | { readonly kind: 'hang' }
  /** Begin an answer, then end at once. */
  | { readonly kind: 'death' };

/** The other process of a contract test: whoever runs the tests puts it behind a real pipe, socket or port. */
export interface ContractPeer {
  /** Of the data source under test. */
  readonly deadlineMs: number;
  /** Of the data source under test. */
  readonly limitBytes: number;
  answer(question: ContractQuestion): Promise<ContractAnswer>;
}
