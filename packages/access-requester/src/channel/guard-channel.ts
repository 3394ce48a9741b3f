import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HEALTH_ROUTES } from '@gpii/protocol';
import { guardLocalService, Refusal } from '@gpii/service-kit';

/**
 * Makes the guard of all routes: this computer's own programs, and of these only who shows the channel key. Liveness
 * needs no key.
 *
 * @param channelKey - Undefined on a socket without key: there the folder and mode of the socket decide.
 */
export function createChannelGuard(channelKey: string | undefined): (request: IncomingMessage) => void {
  const expected = channelKey === undefined ? undefined : digest(channelKey);
  return (request) => {
    guardLocalService(request);
    if (expected === undefined || request.url === HEALTH_ROUTES.live) return;
    const given = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    // Digests are compared: they are of one length, and the time says nothing about the key.
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
    throw new Refusal({
      status: 403,
      code: 'forbidden',
      reason: 'channel_key_wrong',
      message: 'Show the channel key of this access requester: "Authorization: Bearer …" (--channel-key-file).',
    });
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
