import type { ClientCredential } from '@gpii/credentials';
import { ConflictError, type Store } from '@gpii/store';

/** Remembers what a person allowed an application. */
export interface Consents {
  has(account: string, clientId: string): Promise<boolean>;
  /** Remembers it, and returns once that is stored. */
  remember(account: string, clientId: string): Promise<void>;
}

/** Consents over a store: one document for each account and client. */
export function createConsents(store: Store, now: () => Date): Consents {
  return {
    has: async (account, clientId) => (await store.core.get(documentId(account, clientId))) !== undefined,
    remember: async (account, clientId) => {
      const consent = { account, clientId, scopes: ['preferences'], givenAt: now().toISOString() };
      try {
        await store.core.create(documentId(account, clientId), consent);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    },
  };
}

/**
 * Whether a consent of before counts without asking. A public client on this computer or with a scheme of its own can be
 * any program, so the person is asked each time (RFC 8252 §8.6).
 */
export function mayGoUnasked(client: ClientCredential, redirectUri: string): boolean {
  return !client.public || redirectUri.startsWith('https://');
}

function documentId(account: string, clientId: string): string {
  return `consent:${encodeURIComponent(account)}:${encodeURIComponent(clientId)}`;
}
