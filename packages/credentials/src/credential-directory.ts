import { ReadCache, type Store } from '@gpii/store';
import { clientIdInDocumentId, credentialDocumentId, type ClientCredential } from './client-credential.ts';
import { createFilledIndex, createUnlessThere } from './fill-once.ts';

/** Which credentials an account has, and what they are: from memory where they were looked at before. */
export interface CredentialDirectory {
  /** Enters a credential under its owner; before the credential itself is stored, so that none is ever missing. */
  enter(credential: Pick<ClientCredential, 'clientId' | 'owner' | 'createdAt'>): Promise<void>;
  /** Client ids of what an account has or had, the newest first: ask `find` whether it is still that account's. */
  idsOf(owner: string): Promise<readonly string[]>;
  /** A credential; undefined when there is none. */
  find(clientId: string): Promise<ClientCredential | undefined>;
  /** Says that a credential was changed. */
  forget(clientId: string): void;
  /** Says that a document in `core` was changed. */
  changed(documentId: string): void;
  /** Says that any may have been. */
  forgetAll(): void;
}

/** Two or three KB each at most, half a KB mostly. */
const MAX_KNOWN_CREDENTIALS = 20_000;
const MAX_KNOWN_OWNERS = 200;
const PAGE_SIZE = 500;
const KIND = 'owned';
/** Ids count down from here: the store lists upwards, and the newest is wanted first. */
const LAST_MS = 9_999_999_999_999;

/** The directory of a store. Its entries are create-only documents whose id says all, so that ids alone are read. */
export function createCredentialDirectory(store: Store, now: () => Date): CredentialDirectory {
  const credentials = new ReadCache<ClientCredential>(
    MAX_KNOWN_CREDENTIALS,
    async (clientId) => (await store.core.get<ClientCredential>(credentialDocumentId(clientId)))?.value,
  );
  const owners = new ReadCache<readonly string[]>(MAX_KNOWN_OWNERS, async (owner) =>
    (await store.core.listIds(prefixFor(owner))).map((id) => clientIdOf(id)),
  );
  const index = createFilledIndex(
    { store, now },
    {
      name: 'owned-credentials',
      fill: () => enterAll(store),
      isNothingStored: async () => (await store.core.listByPrefix(credentialDocumentId(''), { limit: 1 })).length === 0,
    },
  );

  return {
    enter: async (credential) => {
      await index.beforeStoring();
      try {
        await createEntry(store, credential);
      } finally {
        owners.forget(credential.owner.toLowerCase());
      }
    },
    idsOf: async (owner) => {
      await store.feed?.catchUp();
      await index.filled();
      return [...new Set(await owners.get(owner.toLowerCase()))];
    },
    find: async (clientId) => {
      await store.feed?.catchUp();
      return credentials.get(clientId);
    },
    forget: (clientId) => {
      credentials.forget(clientId);
    },
    changed: (documentId) => {
      const owner = ownerOf(documentId);
      if (owner !== undefined) owners.forget(owner);
      else if (documentId.startsWith(credentialDocumentId(''))) {
        credentials.forget(clientIdInDocumentId(documentId) ?? '');
      }
    },
    forgetAll: () => {
      credentials.forgetAll();
      owners.forgetAll();
    },
  };
}

async function enterAll(store: Store): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const options = { limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
    const page = await store.core.listByPrefix<ClientCredential>(credentialDocumentId(''), options);
    await Promise.all(page.map(({ value }) => createEntry(store, value)));
    if (page.length < PAGE_SIZE) return;
    after = page.at(-1)?.id;
  }
}

function createEntry(
  store: Store,
  { owner, clientId, createdAt }: Pick<ClientCredential, 'clientId' | 'owner' | 'createdAt'>,
): Promise<void> {
  const time = String(LAST_MS - Date.parse(createdAt)).padStart(13, '0');
  return createUnlessThere(() => store.core.create(`${prefixFor(owner)}${time}:${clientId}`, {}));
}

const prefixFor = (owner: string): string => `${KIND}:${encodeURIComponent(owner.toLowerCase())}:`;

/** What stands after the third colon: a client id may have colons itself. */
function clientIdOf(documentId: string): string {
  return documentId.split(':').slice(3).join(':');
}

function ownerOf(documentId: string): string | undefined {
  const [kind, owner = ''] = documentId.split(':', 2);
  return kind === KIND ? decodeURIComponent(owner) : undefined;
}
