import type { Loss, LossKind } from './compare.ts';
import { isSecretRevoked, isTokenRevoked, nothingAcknowledged, type Acknowledged } from './model.ts';

/** What one round came to. */
export interface RoundOutcome {
  /** Undefined when the server did not start. */
  readonly startMs: number | undefined;
  readonly losses: readonly Loss[];
  readonly acknowledged: Acknowledged;
  readonly saysWhatItDropped: boolean;
}

/** Sums over the rounds. */
export interface Tally {
  add(outcome: RoundOutcome): void;
  lost(kind: LossKind): number;
  totals(): {
    readonly rounds: number;
    readonly acknowledged: number;
    readonly refused: number;
    readonly slowestStartMs: number;
    /** Rounds after which the server did not start. */
    readonly unreadable: number;
    /** Rounds after which it said nothing of damaged files. */
    readonly silent: number;
  };
  /** What was revoked in the last rounds, for a further look: nothing else of them is asked for. */
  revokedBefore(): Acknowledged;
}

/** How much of the past is looked at again in each round. */
const KEPT = 500;

/** No rounds yet. */
export function createTally(): Tally {
  const outcomes: RoundOutcome[] = [];
  const revoked = nothingAcknowledged();
  const sum = (of: (outcome: RoundOutcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
  return {
    add: (outcome) => {
      outcomes.push(outcome);
      keepRevoked(outcome.acknowledged, revoked);
    },
    lost: (kind) => sum(({ losses }) => losses.filter((loss) => loss.kind === kind).length),
    totals: () => ({
      rounds: outcomes.length,
      acknowledged: sum(({ acknowledged }) => acknowledged.count),
      refused: sum(({ acknowledged }) => acknowledged.refused.length),
      slowestStartMs: Math.max(0, ...outcomes.map(({ startMs = 0 }) => startMs)),
      unreadable: sum(({ startMs }) => (startMs === undefined ? 1 : 0)),
      silent: sum(({ saysWhatItDropped }) => (saysWhatItDropped ? 0 : 1)),
    }),
    revokedBefore: () => revoked,
  };
}

function keepRevoked({ credentials, tokens }: Acknowledged, into: Acknowledged): void {
  const isRevoked = (credential: Acknowledged['credentials'][number]): boolean =>
    credential.revoked === 'yes' || credential.secrets.some((secret) => isSecretRevoked(credential, secret) === 'yes');
  into.credentials.push(...credentials.filter(isRevoked));
  into.tokens.push(...tokens.filter((token) => isTokenRevoked(token) === 'yes'));
  into.credentials.splice(0, into.credentials.length - KEPT);
  into.tokens.splice(0, into.tokens.length - KEPT);
}
