import type { ServerResponse } from 'node:http';
import type { Consent } from '@gpii/credentials';
import { sendOn } from '@gpii/pages';
import { toLocation } from '@gpii/protocol';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { AuthorizationRequest } from './read-authorization-request.ts';

/** Sends the browser back to the client with a code for what the consent allows. */
export type SendCode = (response: ServerResponse, asked: AuthorizationRequest, consent: Consent) => Promise<void>;

/** Makes codes and sends them. */
export function createSendCode(codes: AuthorizationCodes): SendCode {
  return async (response, { client, returnAddress, redirectUriWasGiven, codeChallenge }, consent) => {
    const { account, consentId, gpiiTokenHash, groups } = consent;
    const code = await codes.issue({
      clientId: client.clientId,
      account,
      consentId,
      gpiiTokenHash,
      groups,
      redirectUri: returnAddress.redirectUri,
      redirectUriWasGiven,
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
    });
    sendOn(response, toLocation(returnAddress, { code }));
  };
}
