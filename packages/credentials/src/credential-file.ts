import { CLOUD_ROUTES, type CredentialFile } from '@gpii/protocol';
import type { MintedSecret } from './mint-secret.ts';

/**
 * The credential file of a secret that was just minted: what every hand-out gives (DESIGN §4).
 *
 * @param publicUrl - Address under which clients reach the cloud, without a slash at its end.
 */
export function toCredentialFile(
  { credential, secret }: Pick<MintedSecret, 'credential' | 'secret'>,
  publicUrl: string,
): CredentialFile {
  const { clientId, name, type, origins, redirectUris } = credential;
  const base = publicUrl.replace(/\/+$/, '');
  const web = { auth_uri: `${base}/oauth2/authorize`, origins, redirect_uris: redirectUris };
  return {
    installed: {
      client_id: clientId,
      client_secret: secret,
      name,
      token_uri: base + CLOUD_ROUTES.token,
      ...(type === 'web' ? web : {}),
    },
  };
}
