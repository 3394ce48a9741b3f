import type { IncomingMessage } from 'node:http';
import { Refusal } from '@gpii/service-kit';
import { findPeerAccount } from '@gpii/service-kit/cli';

/**
 * Lets pass who asks from the account of the flow manager, or as root: for what needs no GPII token, which is a person's own to do and
 * to see. Over a socket the rights of its file and folder decide.
 *
 * @throws Refusal 403 for other accounts, and over TCP where no system says which account asks.
 */
export function requireOwnAccount({ socket }: IncomingMessage, own = process.getuid?.()): void {
  // A Unix socket has no ports.
  if (socket.remotePort === undefined) return;
  const account = findPeerAccount(socket);
  if (account !== undefined && (account === own || account === 0)) return;
  const message =
    account === undefined
      ? 'This is for the account of the flow manager, and this system does not say who asks over TCP: use --socket.'
      : 'This is for the account of the flow manager.';
  throw new Refusal({ status: 403, code: 'forbidden', reason: 'other_account', message });
}
