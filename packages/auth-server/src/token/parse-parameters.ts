import { TokenError } from './token-error.ts';

/** Most parameters that one request may have. */
const MAX_PARAMETERS = 64;

/** The parameters of a request. An empty value is one that was left out (RFC 6749 §3.2). */
export type Parameters = ReadonlyMap<string, string>;

/**
 * Reads the parameters of a token request.
 *
 * @param contentType - Its Content-Type header.
 * @param acceptJson - Installs in the field send JSON to the old address (GPII-FORMATS §2).
 * @throws TokenError `invalid_request` for another type, bytes that are no UTF-8, a repeated parameter, control characters.
 * @see RFC 6749 §3.2, Appendix B
 */
export function parseParameters(body: Buffer, contentType: string | undefined, acceptJson: boolean): Parameters {
  const [type = '', ...attributes] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = attributes.find((attribute) => attribute.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && charset.replaceAll('"', '') !== 'utf-8') throw wrongType(acceptJson);
  if (type === 'application/x-www-form-urlencoded') return collect(parseForm(decodeUtf8(body)));
  if (acceptJson && type === 'application/json') return collect(parseJson(decodeUtf8(body)));
  throw wrongType(acceptJson);
}

function parseForm(text: string): [string, string][] {
  if (text === '') return [];
  const pairs = text.split('&');
  if (pairs.length > MAX_PARAMETERS) throw malformed(`The request has more than ${MAX_PARAMETERS} parameters`);
  return pairs
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? [decodeFormText(pair), '']
        : [decodeFormText(pair.slice(0, equals)), decodeFormText(pair.slice(equals + 1))];
    });
}

/** Percent-decodes as strictly as `decodeURIComponent` does: URLSearchParams would let bad escapes and bytes pass. */
export function decodeFormText(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed('The body has a percent escape that stands for no character');
  }
}

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

function parseJson(text: string): [string, string][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('The body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('The body is no JSON object');
  const members = Object.entries(value);
  if (members.length > MAX_PARAMETERS) throw malformed(`The request has more than ${MAX_PARAMETERS} parameters`);
  const pairs = members.map(([name, member]): [string, string] => {
    if (typeof member !== 'string') throw malformed('A parameter is not a text');
    return [name, member];
  });
  // JSON.parse keeps the last of two members with one name, but both are in the text, which holds nothing but texts.
  if ((text.match(JSON_TEXT)?.length ?? 0) !== 2 * pairs.length) throw repeated();
  return pairs;
}

function collect(pairs: readonly [string, string][]): Parameters {
  const parameters = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    if (seen.has(name)) {
      throw repeated();
    }
    seen.add(name);
    if (/[[\]]/.test(name)) throw malformed('Parameters have no brackets in their names');
    // A scope is compared with fixed words only, and has an error of its own (RFC 6749 §3.3).
    if (name !== 'scope' && hasControlCharacter(value)) throw malformed('A parameter has a control character');
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw malformed('The body is not UTF-8');
  }
}

function repeated(): TokenError {
  return new TokenError('invalid_request', 'A parameter came more than once', { reason: 'parameter_repeated' });
}

function malformed(description: string): TokenError {
  return new TokenError('invalid_request', description, { reason: 'parameter_malformed' });
}

function wrongType(acceptJson: boolean): TokenError {
  const types = acceptJson
    ? 'application/x-www-form-urlencoded or application/json'
    : 'application/x-www-form-urlencoded';
  return new TokenError('invalid_request', `Send the parameters as ${types} in UTF-8`, {
    reason: 'media_type_unsupported',
  });
}
