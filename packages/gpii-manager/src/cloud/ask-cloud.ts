import { EXIT, explainCloudTrouble, explainSlowDown, plainText, StartError } from '@gpii/service-kit/cli';

/** What the cloud answered. */
export interface CloudAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  readonly durationMs: number;
}

const DEADLINE_MS = 5000;
const LIMIT_BYTES = 64 * 1024;
/** What holds when a question got no good answer. */
export const UNCHANGED = 'Nothing was changed.';

/** Why a question got no answer. `reason` as in docs/errors.md. */
export class CloudUnreachableError extends Error {
  override readonly name = 'CloudUnreachableError';
  readonly reason: 'cloud_unreachable' | 'tls_untrusted';

  constructor(reason: CloudUnreachableError['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/**
 * Asks the cloud. A redirect is never followed: what goes out may hold a secret (SECURITY G-R8).
 *
 * @throws CloudUnreachableError within 5 s.
 */
export async function askCloud(
  cloudUrl: string,
  path: string,
  { form, basic }: { form?: Readonly<Record<string, string>>; basic?: { clientId: string; clientSecret: string } } = {},
): Promise<CloudAnswer> {
  const startedAt = performance.now();
  try {
    const response = await fetch(cloudUrl.replace(/\/+$/, '') + path, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: { Accept: 'application/json', ...(basic === undefined ? {} : { Authorization: toBasic(basic) }) },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    const body = parseBody(await readText(response));
    const durationMs = Math.round(performance.now() - startedAt);
    return { status: response.status, body, headers: response.headers, durationMs };
  } catch (error) {
    throw toUnreachable(cloudUrl, error);
  }
}

function toBasic({ clientId, clientSecret }: { clientId: string; clientSecret: string }): string {
  const encode = (text: string): string => encodeURIComponent(text);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) throw new Error('The answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): CloudAnswer['body'] {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
  } catch {
    return {};
  }
}

function toUnreachable(cloudUrl: string, error: unknown): CloudUnreachableError {
  const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
  const code = cause?.code ?? '';
  const isUntrusted = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code);
  const message = explainCloudTrouble(cloudUrl, { kind: isUntrusted ? 'untrusted' : 'unreachable', code }, UNCHANGED);
  return new CloudUnreachableError(isUntrusted ? 'tls_untrusted' : 'cloud_unreachable', message, error);
}

/** What to tell about an answer that is no success, where the question itself has no better words. */
export function explainAnswer(cloudUrl: string, { status, body, headers }: CloudAnswer): StartError {
  const words = plainText(body.error_description, 300) ?? plainText(body.message, 300);
  const options = { exitCode: EXIT.failed };
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? 60);
    return new StartError(`${explainSlowDown(seconds)} ${UNCHANGED}`, options);
  }
  if (status >= 500) {
    const message = explainCloudTrouble(cloudUrl, { kind: 'not_working', status }, `${UNCHANGED} Try again later.`);
    return new StartError(message, { exitCode: EXIT.unavailable });
  }
  if (words !== undefined) return new StartError(`${words.replace(/\.$/, '')}. ${UNCHANGED}`, options);
  return new StartError(explainCloudTrouble(cloudUrl, { kind: 'malformed', status }, UNCHANGED), options);
}
