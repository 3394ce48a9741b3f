import { credentialFileSchema, HAND_OVER_ROUTES, type CredentialFile } from '@gpii/protocol';
import { askCloud, explainAnswer, type CloudAnswer } from './ask-cloud.ts';

/** A credential as it was handed over, and the account that did so, where the cloud said. */
export interface HandedOver {
  readonly file: CredentialFile;
  readonly account: string | undefined;
}

/**
 * Option 3: a one-time code and the verifier of its challenge for a credential.
 *
 * @throws CloudUnreachableError, StartError.
 */
export async function exchangeCode(
  cloudUrl: string,
  given: { code: string; codeVerifier: string; label: string },
): Promise<HandedOver> {
  const form = { code: given.code, code_verifier: given.codeVerifier, label: given.label };
  return take(cloudUrl, await askCloud(cloudUrl, HAND_OVER_ROUTES.exchange, { form }));
}

/**
 * Option 2: email address and password for one credential, and nothing else.
 *
 * @throws CloudUnreachableError, StartError.
 */
export async function requestCredential(
  cloudUrl: string,
  given: { email: string; password: string; name: string; clientId: string | undefined },
): Promise<HandedOver> {
  const { email, password, name, clientId } = given;
  const form = { email, password, name, ...(clientId === undefined ? {} : { client_id: clientId }) };
  const answer = await askCloud(cloudUrl, HAND_OVER_ROUTES.request, { form });
  return { ...take(cloudUrl, answer), account: email };
}

/**
 * First boot of an imaged computer: its enrolment key for a secret of its own.
 *
 * @throws CloudUnreachableError, StartError.
 */
export async function enrolComputer(
  cloudUrl: string,
  given: { enrolmentKey: string; label: string; machineId: string },
): Promise<HandedOver> {
  const form = { enrolment_key: given.enrolmentKey, label: given.label, machine_id: given.machineId };
  return take(cloudUrl, await askCloud(cloudUrl, HAND_OVER_ROUTES.enrol, { form }));
}

/**
 * A new secret beside the one of this computer, which then ends by itself.
 *
 * @throws CloudUnreachableError, StartError.
 */
export async function rotateOwnSecret(
  cloudUrl: string,
  credential: { clientId: string; clientSecret: string },
  overlapHours: number,
): Promise<HandedOver> {
  const form = { overlap_hours: String(overlapHours) };
  return take(cloudUrl, await askCloud(cloudUrl, HAND_OVER_ROUTES.rotateOwn, { form, basic: credential }));
}

/**
 * Ends the secret of this computer; others of its credential stay.
 *
 * @returns `gone` where the cloud no longer took it before.
 * @throws CloudUnreachableError, StartError.
 */
export async function revokeOwnSecret(
  cloudUrl: string,
  credential: { clientId: string; clientSecret: string },
): Promise<'revoked' | 'gone'> {
  const answer = await askCloud(cloudUrl, HAND_OVER_ROUTES.revokeOwn, { form: {}, basic: credential });
  if (answer.status === 200) return 'revoked';
  if (answer.status === 401) return 'gone';
  throw explainAnswer(cloudUrl, answer);
}

/**
 * Ends the secret of a credential that was handed over and is not wanted.
 *
 * @throws CloudUnreachableError, StartError: it stays good, "never used" in the list of the account website.
 */
export async function endUnused(cloudUrl: string, { file }: HandedOver): Promise<void> {
  const { client_id: clientId, client_secret: clientSecret } = file.installed;
  await revokeOwnSecret(cloudUrl, { clientId, clientSecret });
}

function take(cloudUrl: string, answer: CloudAnswer): HandedOver {
  if (answer.status !== 200) throw explainAnswer(cloudUrl, answer);
  const { data: file } = credentialFileSchema.safeParse(answer.body);
  if (file === undefined) throw explainAnswer(cloudUrl, answer);
  const account = answer.headers.get('gpii-account');
  return { file, account: account === null ? undefined : decodeURIComponent(account) };
}
