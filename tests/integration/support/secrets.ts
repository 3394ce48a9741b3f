import { randomBytes } from 'node:crypto';

/** Kinds of canaries: what may stand in clear in no output, argument, environment or database (SECURITY G-S1). */
export type SecretKind =
  | 'client secret'
  | 'GPII token'
  | 'access token'
  | 'channel key'
  | 'operator key'
  | 'account password'
  | 'one-time code'
  | 'enrolment key';

const canaries = new Map<string, { readonly kind: SecretKind; readonly forms: readonly string[] }>();

/** Remembers a secret of this test file: the end of the file looks for it in everything that its processes left behind. */
export function keepSecret<Text extends string>(kind: SecretKind, text: Text): Text {
  if (text.length < 12) throw new Error(`A canary has at least 12 characters, this ${kind} is found by accident`);
  if (canaries.get(text)?.kind !== kind) canaries.set(text, { kind, forms: formsOf(text) });
  return text;
}

/** Makes a new canary. */
export function makeSecret(kind: SecretKind, prefix = ''): string {
  return keepSecret(kind, `${prefix}canary-${randomBytes(18).toString('base64url')}`);
}

/**
 * Looks for the secrets of this test file.
 *
 * @param place - Where the text is from.
 * @param except - Kinds that may stand there.
 * @returns A sentence for each that was found, without the secret.
 */
export function findSecrets(place: string, text: string, except: readonly SecretKind[] = []): string[] {
  const found: string[] = [];
  for (const [secret, { kind, forms }] of canaries) {
    if (except.includes(kind)) continue;
    if (forms.some((form) => text.includes(form))) found.push(`${place} shows a ${kind} (${secret.length} long)`);
  }
  return found;
}

function formsOf(secret: string): readonly string[] {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...inBase64(secret)];
  return [...new Set(forms)];
}

/** What a text becomes within a longer one in base64, without the characters at both ends that its neighbours have a part in. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const base64 = Buffer.from(' '.repeat(before) + text)
      .toString('base64')
      .replace(/=+$/, '');
    return base64.slice(before === 0 ? 0 : before + 1, -1);
  });
}
