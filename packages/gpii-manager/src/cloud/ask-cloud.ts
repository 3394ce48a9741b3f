import { EXIT, plainText, StartError } from '@gpii/service-kit/cli';

/** What the cloud answered. */
export interface CloudAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  readonly durationMs: number;
}

const DEADLINE_MS = 5000;
const LIMIT_BYTES = 64 * 1024;

/** Why a question got no answer. `reason` as in docs/errors.md. */
export class CloudUnreachableError extends Error {
  override readonly name = 'CloudUnreachableError';
  readonly reason: 'cloud_unreachable' | 'tls_untrusted' | 'cloud_malformed';

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
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code)) {
    const host = new URL(cloudUrl).host;
    const message =
      `The connection to ${cloudUrl} isn't trusted (${code}). Nothing was changed. Check this computer's clock; ` +
      `ask your network team to allow ${host}, or add their certificate.`;
    return new CloudUnreachableError('tls_untrusted', message, error);
  }
  const message =
    `This computer can't reach ${cloudUrl}${code === '' ? '' : ` (${code})`}. Nothing was changed. ` +
    'Check the network cable or Wi-Fi, the proxy, and --cloud-url.';
  return new CloudUnreachableError('cloud_unreachable', message, error);
}

/** What to tell about an answer that is no success, where the question itself has no better words. */
export function explainAnswer(cloudUrl: string, { status, body, headers }: CloudAnswer): StartError {
  const words = plainText(body.error_description, 300) ?? plainText(body.message, 300);
  const options = { exitCode: EXIT.failed };
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? 60);
    return new StartError(`GPII Cloud asks us to slow down for ${seconds} s. Nothing was changed.`, options);
  }
  if (status >= 500) {
    const message = `GPII Cloud answers but is not working (${status}). Nothing was changed here. Try again later.`;
    return new StartError(message, { exitCode: EXIT.unavailable });
  }
  if (words !== undefined) return new StartError(`${words}. Nothing was changed here.`.replace('..', '.'), options);
  const message = `${cloudUrl} answered something that is not understood (${status}). Nothing was changed. Is it GPII Cloud?`;
  return new StartError(message, options);
}
