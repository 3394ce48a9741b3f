import { createHash, hash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { RecentCache, type Store } from '@gpii/store';
import {
  credentialDocumentId,
  secretDocumentPrefix,
  type ClientCredential,
  type ClientSecret,
} from './client-credential.ts';
import type { Revocation, Revocations } from './revocations.ts';
import type { SecretUses } from './secret-uses.ts';

/**
 * A client that proved who it is. `secretId` names the secret in records, and says nothing about it; it is empty for a
 * public client, which has none.
 */
export interface VerifiedClient {
  readonly credential: ClientCredential;
  readonly secretId: string;
}

/** What a try to prove it comes to. */
export type ClientVerification =
  | { readonly ok: true; readonly client: VerifiedClient }
  | { readonly ok: false; readonly reason: 'client_unknown' | 'client_secret_wrong' | 'client_address_not_allowed' }
  | { readonly ok: false; readonly reason: 'secret_ended'; readonly endsAt: string }
  | { readonly ok: false; readonly reason: 'credential_revoked'; readonly revocation: Revocation };

/** Checks client ids and secrets. */
export interface ClientVerifier {
  /** @param clientSecret - What was presented, or all that it may mean. */
  verify(
    clientId: string,
    clientSecret: string | readonly string[],
    address: string | undefined,
  ): Promise<ClientVerification>;
  /** A public client, which has only a name to show; all others get `client_secret_wrong`. */
  verifyPublic(clientId: string, address: string | undefined): Promise<ClientVerification>;
  /** The credential with this client id, unless it was revoked. */
  find(clientId: string): Promise<ClientCredential | undefined>;
  /** Says that a credential was changed. */
  forget(clientId: string): void;
  /** Says that any may have been. */
  forgetAll(): void;
  /** How often a client id was in memory, since the start. */
  readonly lookups: { readonly hits: number; readonly misses: number };
}

interface KnownSecret {
  readonly digest: Buffer;
  readonly secretId: string;
  readonly endsAt: string | undefined;
  /** Whether it was made for one computer, at its first boot. */
  readonly isOneComputers: boolean;
}

interface KnownClient {
  readonly credential: ClientCredential;
  readonly secrets: readonly KnownSecret[];
  readonly allowedAddresses: BlockList | undefined;
}

const MAX_KNOWN_CLIENTS = 10_000;
const MAX_UNKNOWN_CLIENTS = 1_000;
const DUMMY_SECRET: KnownSecret = {
  digest: createHash('sha256').update('no client has this secret').digest(),
  secretId: '',
  endsAt: undefined,
  isOneComputers: false,
};

/**
 * Keeps the credentials that were asked for in memory: who changes one says so, on this node by `forget`, on others by
 * the feed of the store.
 *
 * @param uses - Is told of each secret that proved its client.
 */
export function createClientVerifier(
  store: Store,
  revocations: Revocations,
  { uses, now = () => new Date() }: { uses?: Pick<SecretUses, 'note'>; now?: () => Date } = {},
): ClientVerifier {
  const known = new RecentCache<string, KnownClient>(MAX_KNOWN_CLIENTS);
  /** Apart, so that made-up ids drive out no real ones; kept at all, so that both take the same time (SECURITY G-S9). */
  const unknown = new RecentCache<string, true>(MAX_UNKNOWN_CLIENTS);
  let changes = 0;
  const lookups = { hits: 0, misses: 0 };

  async function findClient(clientId: string): Promise<KnownClient | undefined> {
    await store.feed?.catchUp();
    const found = known.get(clientId);
    if (found !== undefined || unknown.get(clientId) === true) {
      lookups.hits += 1;
      return found;
    }
    lookups.misses += 1;
    const changesBefore = changes;
    const loaded = await loadClient(store, clientId);
    // What was read while a credential changed may be the state of before.
    if (changes !== changesBefore) return loaded;
    if (loaded === undefined) unknown.set(clientId, true);
    else known.set(clientId, loaded);
    return loaded;
  }

  return {
    lookups,
    forget: (clientId) => {
      changes += 1;
      known.delete(clientId);
      unknown.delete(clientId);
    },
    forgetAll: () => {
      changes += 1;
      known.clear();
      unknown.clear();
    },
    find: async (clientId) => {
      const client = await findClient(clientId);
      return revocations.find('credential', clientId) === undefined ? client?.credential : undefined;
    },
    verifyPublic: async (clientId, address) => {
      const client = await findClient(clientId);
      if (client === undefined) return { ok: false, reason: 'client_unknown' };
      const { credential } = client;
      if (!credential.public || credential.type !== 'web') return { ok: false, reason: 'client_secret_wrong' };
      const revocation = revocations.find('credential', clientId);
      if (revocation !== undefined) return { ok: false, reason: 'credential_revoked', revocation };
      if (!isAllowed(client.allowedAddresses, address)) return { ok: false, reason: 'client_address_not_allowed' };
      return { ok: true, client: { credential, secretId: '' } };
    },
    verify: async (clientId, clientSecret, address) => {
      const client = await findClient(clientId);
      const secret = findSecret(client, clientSecret);
      if (client === undefined) return { ok: false, reason: 'client_unknown' };
      if (secret === undefined) return { ok: false, reason: 'client_secret_wrong' };
      const { secretId, endsAt, isOneComputers } = secret;
      const revocation = revocations.find('credential', clientId) ?? revocations.find('secret', secretId);
      if (revocation !== undefined) return { ok: false, reason: 'credential_revoked', revocation };
      if (endsAt !== undefined && Date.parse(endsAt) <= now().getTime()) {
        return { ok: false, reason: 'secret_ended', endsAt };
      }
      if (!isAllowed(client.allowedAddresses, address)) return { ok: false, reason: 'client_address_not_allowed' };
      uses?.note({ clientId, secretId, address, isOneComputers });
      return { ok: true, client: { credential: client.credential, secretId } };
    },
  };
}

/**
 * Names a secret in records: one cannot get from it to the digest that is compared. Two credentials that happen to have the
 * same secret have two names for it, so that ending one leaves the other.
 */
export function secretIdOf(clientId: string, secretSha256: string): string {
  return createHash('sha256').update(secretDocumentPrefix(clientId)).update(secretSha256).digest('hex').slice(0, 16);
}

/** Compares with each digest, and with a dummy where there is none: the time tells nothing (SECURITY G-S9). */
function findSecret(
  client: KnownClient | undefined,
  clientSecret: string | readonly string[],
): KnownSecret | undefined {
  let found: KnownSecret | undefined;
  for (const reading of typeof clientSecret === 'string' ? [clientSecret] : clientSecret) {
    const presented = hash('sha256', reading, 'buffer');
    for (const secret of client?.secrets ?? [DUMMY_SECRET]) {
      if (timingSafeEqual(secret.digest, presented)) found = secret;
    }
  }
  return found;
}

async function loadClient(store: Store, clientId: string): Promise<KnownClient | undefined> {
  const found = await store.core.get<ClientCredential>(credentialDocumentId(clientId));
  if (found === undefined) return undefined;
  const secrets = await store.core.listByPrefix<ClientSecret>(secretDocumentPrefix(clientId));
  return {
    credential: found.value,
    secrets: secrets.map(({ value }) => ({
      digest: Buffer.from(value.sha256, 'hex'),
      secretId: secretIdOf(clientId, value.sha256),
      endsAt: value.endsAt,
      isOneComputers: value.origin === 'enrolled',
    })),
    allowedAddresses: compileBlocks(found.value.allowedIPBlocks),
  };
}

function compileBlocks(blocks: readonly string[] | undefined): BlockList | undefined {
  if (blocks === undefined) return undefined;
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits] = block.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isAllowed(blocks: BlockList | undefined, address: string | undefined): boolean {
  if (blocks === undefined) return true;
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return blocks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
