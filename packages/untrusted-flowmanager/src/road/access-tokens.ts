import { randomUUID } from 'node:crypto';
import type { DataSource } from '@gpii/data-source';
import { accessTokenAnswerSchema } from '@gpii/protocol';
import { requesterMalformed, toRequesterRefusal } from './requester-refusal.ts';

/** An access token is used again while more than this is left of its life. */
const REUSE_MARGIN_MS = 10_000;
/** How many people's access tokens are held at most; the one not used for longest goes first. */
const CAPACITY = 100;

/** Access tokens by GPII token, in memory only. */
export interface AccessTokens {
  /**
   * An access token for this GPII token: the held one while it lives, else a new one from the access requester.
   * Questions for the same GPII token at the same time become one.
   *
   * @param requestId - Of the key-in that it is for; goes along, so that the logs of the three servers can be joined.
   * @throws Refusal
   */
  readonly get: (gpiiToken: string, requestId?: string) => Promise<string>;
  /** Another one than `refused`, which the cloud did not accept. */
  readonly replace: (gpiiToken: string, refused: string, requestId?: string) => Promise<string>;
  /** Drops what is held for this GPII token, or under way. */
  readonly forget: (gpiiToken: string) => void;
}

interface HeldToken {
  readonly accessToken: string;
  readonly endsAtMs: number;
}

/**
 * Begins with no tokens.
 *
 * @param source - Answers `get({gpiiToken, requestId})` as the access requester does.
 * @param monotonicMs - Their life is reckoned from receipt by this clock: a wrong wall clock does not matter.
 */
export function createAccessTokens(
  source: DataSource,
  monotonicMs: () => number,
  capacity: number = CAPACITY,
): AccessTokens {
  const held = new Map<string, HeldToken>();
  const underWay = new Map<string, Promise<string>>();

  const hold = (gpiiToken: string, token: HeldToken): void => {
    held.delete(gpiiToken);
    held.set(gpiiToken, token);
    const [oldest] = held.keys();
    if (held.size > capacity && oldest !== undefined) held.delete(oldest);
  };
  const request = (gpiiToken: string, requestId: string = randomUUID()): Promise<string> => {
    const asked = askFor(source, { gpiiToken, requestId }, monotonicMs).then((token) => {
      if (underWay.get(gpiiToken) === asked) hold(gpiiToken, token);
      return token.accessToken;
    });
    const done = (): void => {
      if (underWay.get(gpiiToken) === asked) underWay.delete(gpiiToken);
    };
    underWay.set(gpiiToken, asked);
    asked.then(done, done);
    return asked;
  };
  const get = (gpiiToken: string, requestId?: string): Promise<string> => {
    const token = held.get(gpiiToken);
    if (token === undefined || token.endsAtMs - monotonicMs() <= REUSE_MARGIN_MS) {
      held.delete(gpiiToken);
      return underWay.get(gpiiToken) ?? request(gpiiToken, requestId);
    }
    hold(gpiiToken, token);
    return Promise.resolve(token.accessToken);
  };
  return {
    get,
    replace: (gpiiToken, refused, requestId) => {
      if (held.get(gpiiToken)?.accessToken === refused) held.delete(gpiiToken);
      return get(gpiiToken, requestId);
    },
    forget: (gpiiToken) => {
      held.delete(gpiiToken);
      underWay.delete(gpiiToken);
    },
  };
}

async function askFor(
  source: DataSource,
  key: { gpiiToken: string; requestId: string },
  monotonicMs: () => number,
): Promise<HeldToken> {
  const answer = await source.get(key).catch((error: unknown) => {
    throw toRequesterRefusal(error);
  });
  const { data } = accessTokenAnswerSchema.safeParse(answer);
  // It goes into a header as it is.
  if (data === undefined || !/^[\x21-\x7e]+$/.test(data.access_token)) throw requesterMalformed();
  return { accessToken: data.access_token, endsAtMs: monotonicMs() + data.expires_in * 1000 };
}
