import { createHash } from 'node:crypto';
import { RecentCache } from '@gpii/credentials';
import type { DataSource } from '@gpii/data-source';
import { introspectionAnswerSchema, type ClientRightsAnswer } from '@gpii/protocol';
import type { Logger } from '@gpii/service-kit';
import type { CredentialKeeper } from '@gpii/service-kit/cli';
import type { AccessTokenCheck, CheckedAccessToken, ClientRights } from './access-token-check.ts';
import { explainIntrospectionFailure } from './introspection-failure.ts';
import { NoOwnCredentialError } from './own-credential.ts';

/** How long an answer may be used, from the moment the question left: a revocation is in force after that (DESIGN §5). */
const LEASE_MS = 1_000;
const MAX_CACHED = 20_000;
/** Was never issued: asking about it proves that the auth server answers, and takes this server's own credential. */
const PROBE_TOKEN = 'gpii_at_ready';

/** What introspection works with. */
export interface IntrospectionRooms {
  /** Asked with `{accessToken, clientId, clientSecret}`; answers as RFC 7662 has it. */
  readonly source: DataSource;
  readonly credential: Pick<CredentialKeeper, 'current'>;
  readonly logger: Logger;
  readonly monotonicMs?: () => number;
  /** Counts questions that were shared or remembered, and those that were asked. */
  readonly lookups?: { hits: number; misses: number };
}

interface Asked {
  readonly askedAtMs: number;
  readonly answer: Promise<CheckedAccessToken | undefined>;
}

/**
 * Asks an auth server what access tokens are good for.
 *
 * A good answer is used for 1 s after its question left; who asks about the same token meanwhile shares the question. After
 * that it is asked again, and where no answer comes nobody is let in: 503. What is not good is not remembered.
 *
 * @see RFC 7662; docs/decisions/0019
 */
export function createIntrospectingCheck(rooms: IntrospectionRooms): AccessTokenCheck {
  const { source, credential, logger } = rooms;
  const monotonicMs = rooms.monotonicMs ?? (() => performance.now());
  const lookups = rooms.lookups ?? { hits: 0, misses: 0 };
  const asked = new RecentCache<string, Asked>(MAX_CACHED);

  async function ask(accessToken: string): Promise<CheckedAccessToken | undefined> {
    const own = credential.current();
    try {
      if (own === undefined) throw new NoOwnCredentialError('The credential file is gone');
      const { clientId, clientSecret } = own;
      return readAnswer(await source.get({ accessToken, clientId, clientSecret }));
    } catch (error) {
      throw explainIntrospectionFailure(error, logger);
    }
  }

  return {
    check: (accessToken) => {
      const id = createHash('sha256').update(accessToken).digest('base64url');
      const now = monotonicMs();
      const known = asked.get(id);
      if (known !== undefined && now - known.askedAtMs < LEASE_MS) {
        lookups.hits += 1;
        return known.answer;
      }
      lookups.misses += 1;
      const question: Asked = { askedAtMs: now, answer: ask(accessToken) };
      asked.set(id, question);
      const forget = (): void => {
        if (asked.get(id) === question) asked.delete(id);
      };
      question.answer.then((record) => {
        if (record === undefined) forget();
      }, forget);
      return question.answer;
    },
    findRights: ({ rights }) => Promise.resolve(rights),
    checkReady: async () => {
      await ask(PROBE_TOKEN);
    },
  };
}

function readAnswer(body: unknown): CheckedAccessToken | undefined {
  const answer = introspectionAnswerSchema.parse(body);
  if (!answer.active) return undefined;
  const { client_id: clientId, scope, gpii_token_hash: gpiiTokenHash, gpii_groups: groups } = answer;
  const rights = readRights(answer.gpii_client_rights);
  return {
    clientId,
    scope,
    ...(gpiiTokenHash === undefined ? {} : { gpiiTokenHash }),
    ...(groups === undefined ? {} : { groups }),
    rights,
  };
}

function readRights(rights: ClientRightsAnswer | undefined): ClientRights {
  const allowedPrefsToWrite = rights?.allowed_prefs_to_write;
  return {
    mayCreateGpiiTokens: rights?.may_create_gpii_tokens ?? false,
    mayCreatePreferences: rights?.may_create_preferences ?? false,
    ...(allowedPrefsToWrite === undefined ? {} : { allowedPrefsToWrite }),
    origins: rights?.origins ?? [],
  };
}
