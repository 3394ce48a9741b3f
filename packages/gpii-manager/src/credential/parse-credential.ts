import { credentialFileSchema, type CredentialFile } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/** What people and programs put around what they copy: spaces of any kind, quotes of any language, byte order marks. */
const WRAPPING = '[\\s\\u200b\\u2060\\ufeff"\'`“”„‟‘’‚‛«»‹›]';
const AROUND = new RegExp(`^${WRAPPING}+|${WRAPPING}+$`, 'gu');
const LABEL = /^\W*(client[\s_-]*(id|secret)|id|secret)\W*[:=]\s*/i;

/**
 * Reads what somebody copied or saved: the whole credential file, or client id and secret on two lines, with whatever
 * stands around them (option 1, SECURITY G-U4).
 *
 * @param source - What the text is called in messages: a path, or `What was entered`.
 * @throws StartError that names what is missing, and nothing of the content.
 */
export function parseCredential(text: string, source: string): CredentialFile {
  const trimmed = text.replace(AROUND, '');
  const json = /\{.*\}/s.exec(text)?.[0];
  if (json !== undefined) return parseFile(json, source);
  const [clientId, clientSecret, ...more] = trimmed
    .split(/[\r\n]+|[,;\t]+/)
    .map((line) => line.replace(LABEL, '').replace(AROUND, ''))
    .filter((line) => line !== '');
  if (clientId !== undefined && clientSecret !== undefined && more.length === 0) {
    if (!/\s/.test(clientId + clientSecret)) return toFile(clientId, clientSecret);
  }
  const pair = /^(\S+)\s+(\S+)$/.exec(trimmed);
  if (pair?.[1] !== undefined && pair[2] !== undefined && more.length === 0) {
    return toFile(pair[1].replace(AROUND, ''), pair[2].replace(AROUND, ''));
  }
  throw malformed(`${source} holds neither a GPII credential file nor a client ID and a client secret.`);
}

/** Quotes as JSON has them, in place of those that word processors make. */
function straighten(text: string): string {
  return text
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/\u00a0/g, ' ');
}

function parseFile(json: string, source: string): CredentialFile {
  // A name may hold smart quotes, so they are straightened only where they keep it from being JSON.
  const content = parseJson(json) ?? parseJson(straighten(json));
  if (content === undefined) {
    throw malformed(`${source} is not a GPII credential file: it is not whole. Download it again, or copy all of it.`);
  }
  const { data } = credentialFileSchema.safeParse(content);
  if (data !== undefined) {
    const { client_id, client_secret } = data.installed;
    return { installed: { ...data.installed, client_id: client_id.trim(), client_secret: client_secret.trim() } };
  }
  throw malformed(
    `${source} is not a GPII credential file: it has no “installed” part with client_id and client_secret.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function toFile(clientId: string, clientSecret: string): CredentialFile {
  return { installed: { client_id: clientId, client_secret: clientSecret, name: '' } };
}

function malformed(message: string): StartError {
  return new StartError(`${message} Nothing was saved.`, { exitCode: EXIT.failed });
}
