import type { Random } from '../measure/random.ts';
import { makeBody, type FuzzBody } from './bodies.ts';
import { NASTY_TEXTS, type FuzzWorld } from './world.ts';

const METHODS = ['GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const ODD_METHODS = ['TRACE', 'CONNECT', 'get', 'POSTT', 'M-SEARCH', 'PROPFIND', 'GE T', 'ÄÖ', '', 'G\u0000T', 'QUERY'];
const HOSTS = ['localhost', '127.0.0.1', 'localhost:8081', 'evil.example', '', '[::1]', 'a b', '127.0.0.1:99999', 'ü'];

/** A request as bytes. */
export interface FuzzRequest {
  readonly bytes: Buffer;
  /** Whether a server can tell where it ends, so that it owes an answer without seeing the end of the connection. */
  readonly isWhole: boolean;
}

/**
 * Makes one request by chance: mostly nearly right, because what is all wrong is refused at the door.
 *
 * @param isLast - Asks the server to close the connection after its answer.
 * @param isTame - Wrong only in what it asks, not as HTTP.
 */
export function makeRequest(
  random: Random,
  world: FuzzWorld,
  { isLast, isTame }: { isLast: boolean; isTame: boolean },
): FuzzRequest {
  const isOddMethod = !isTame && random.chance(0.08);
  const method = random.pick(isOddMethod ? ODD_METHODS : METHODS);
  const body = method === 'GET' || method === 'HEAD' ? noBody(random, world) : makeBody(random, world);
  const framing = frame(random, body, isTame);
  const version =
    isTame || random.chance(0.95) ? 'HTTP/1.1' : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', '']);
  const headers = [
    ...(random.chance(0.95) ? [`Host: ${random.chance(0.8) ? 'localhost' : random.pick(HOSTS)}`] : []),
    ...framing.headers,
    ...makeHeaders(random, world, isTame),
    ...(isLast ? ['Connection: close'] : []),
  ];
  const head = `${method} ${makeTarget(random, world)} ${version}\r\n${headers.join('\r\n')}\r\n\r\n`;
  // As UTF-8 or as Latin-1: a header has no encoding.
  const bytes = Buffer.concat([Buffer.from(head, random.chance(0.9) ? 'utf8' : 'latin1'), framing.bytes]);
  // Node drops what is pipelined behind a wish to upgrade that nobody grants: its sender has to wait for the answer.
  const upgrades = !isLast && headers.some((header) => header.startsWith('Upgrade:'));
  const isWhole = framing.isWhole && !isOddMethod && version === 'HTTP/1.1' && !upgrades;
  if (isTame || random.chance(0.6)) return { bytes, isWhole };
  return { bytes: mutate(random, bytes), isWhole: false };
}

function noBody(random: Random, world: FuzzWorld): FuzzBody | undefined {
  return random.chance(0.05) ? makeBody(random, world) : undefined;
}

interface Framing {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

function frame(random: Random, body: FuzzBody | undefined, isTame: boolean): Framing {
  if (body === undefined) return { headers: [], bytes: Buffer.alloc(0), isWhole: true };
  const { bytes } = body;
  const type = [`Content-Type: ${body.type}`];
  const how = random.integer(1, isTame ? 90 : 120);
  if (how <= 80) return { headers: [...type, `Content-Length: ${bytes.length}`], bytes, isWhole: true };
  if (how <= 90) {
    const chunked = ['Transfer-Encoding: chunked'];
    return { headers: [...type, ...chunked], bytes: toChunks(random, bytes), isWhole: true };
  }
  const lies = [
    [`Content-Length: ${bytes.length + random.integer(1, 5000)}`],
    [`Content-Length: ${Math.max(0, bytes.length - random.integer(1, 50))}`],
    [`Content-Length: ${random.pick(['-1', 'abc', '0x10', '99999999999', '1, 1', ''])}`],
    [`Content-Length: ${bytes.length}`, `Content-Length: ${bytes.length + 1}`],
    [`Content-Length: ${bytes.length}`, 'Transfer-Encoding: chunked'],
    [`Transfer-Encoding: ${random.pick(['gzip', 'chunked, chunked', 'identity', 'xchunked'])}`],
    [],
  ];
  return { headers: [...type, ...random.pick(lies)], bytes, isWhole: false };
}

function toChunks(random: Random, bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + random.integer(1, 2000));
    parts.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
    at += piece.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

function makeTarget(random: Random, world: FuzzWorld): string {
  const route = random.pick(world.routes).replace(/:[A-Za-z]+/g, () => encodeMaybe(random, pickText(random, world)));
  const what = random.integer(1, 100);
  const path =
    what <= 85
      ? route
      : random.pick([
          `/${route}`,
          `${route}/`,
          route.toUpperCase(),
          `/.${route}`,
          `http://localhost${route}`,
          `http://${random.pick(HOSTS)}${route}`,
          `${route}%`,
          `${route}\u00e9`,
          `/${encodeMaybe(random, random.pick(NASTY_TEXTS))}`,
          '*',
          '',
          '//',
          '?',
          `/${'a/'.repeat(random.integer(1, 4000))}`,
        ]);
  if (random.chance(0.7)) return withoutBreaks(path);
  const pairs = Array.from({ length: random.integer(1, 6) }, () => {
    return `${random.pick(world.parameters)}=${encodeMaybe(random, pickText(random, world))}`;
  });
  return withoutBreaks(`${path}?${pairs.join(random.pick(['&', '&', '&&', ';']))}`);
}

/** A space or a line break in the target would only be another wrong request line; mutations make those. */
function withoutBreaks(target: string): string {
  return target.replace(/[ \r\n]/g, '+');
}

function makeHeaders(random: Random, world: FuzzWorld, isTame: boolean): readonly string[] {
  // Control characters too are refused before anybody looks.
  const text = (): string => withoutControls(pickText(random, world)).slice(0, 500);
  const authorization = (): string => `Authorization: ${random.pick(world.authorizations)}`;
  const kinds: (() => readonly string[])[] = [
    () => [authorization()],
    () => [authorization()],
    () => [authorization(), authorization()],
    () => [`Authorization: Basic ${random.bytes(random.integer(0, 60)).toString('base64')}`],
    () => [`Authorization: ${random.pick(['Basic', 'Bearer', 'bearer', 'Digest', ''])} ${text()}`],
    () => [`Cookie: ${random.pick(['gpii_session', '__Host-gpii_session', 'a'])}=${text()}; ${text()}`],
    () => [`X-Request-Id: ${text()}`],
    () => [`X-Forwarded-For: ${random.pick(['1.2.3.4', '::1', 'a, b', text()])}`, `X-Forwarded-Proto: https`],
    () => [`Origin: ${random.pick(['null', 'https://evil.example', 'http://localhost', text()])}`],
    () => [`Sec-Fetch-Site: ${random.pick(['cross-site', 'same-origin', 'none', text()])}`],
    () => [`Expect: ${random.pick(['100-continue', '100-continue', 'nothing'])}`],
    () => ['Connection: Upgrade', `Upgrade: ${random.pick(['websocket', 'h2c', text()])}`],
    () => [`Content-Encoding: ${random.pick(['gzip', 'identity', 'br', text()])}`],
    () => [`Accept: ${text()}`, `Accept-Language: ${text()}`, `If-None-Match: ${text()}`],
    () => Array.from({ length: random.integer(10, 150) }, (_, index) => `X-${index}: ${index}`),
    () => [`${random.pick(['X-A', 'Content-Type', 'Host', 'Range', 'TE'])}: ${text()}`],
    () => [`X-Big: ${'b'.repeat(random.integer(1000, 20_000))}`],
    () => [random.pick(['No-Colon', ': no name', 'X Y: z', ' folded', 'X:\u0000', 'X-Ü: ü', '\tX: y'])],
  ];
  // The last three are refused before anybody looks at the request.
  const taken = isTame ? kinds.slice(0, -3) : kinds;
  return Array.from({ length: random.integer(0, 3) }, () => random.pick(taken)()).flat();
}

function withoutControls(text: string): string {
  return Array.from(text, (character) => (/\p{Cc}/u.test(character) ? ' ' : character)).join('');
}

/** A value that is right somewhere, one that breaks servers, or bytes. */
export function pickText(random: Random, world: FuzzWorld): string {
  const what = random.integer(1, 10);
  if (what <= 5) return random.pick(world.values);
  return what <= 9 ? random.pick(NASTY_TEXTS) : random.bytes(random.integer(0, 40)).toString('latin1');
}

/** Percent-encoded as it should be, or only what would end a value. */
export function encodeMaybe(random: Random, text: string): string {
  const wellFormed = text.toWellFormed();
  return random.chance(0.8) ? encodeURIComponent(wellFormed) : wellFormed.replace(/[&\s]/g, '+');
}

/** Flips, inserts, takes out, doubles or cuts off bytes. */
export function mutate(random: Random, bytes: Buffer): Buffer {
  let result = Buffer.from(bytes);
  for (let left = random.integer(1, 4); left > 0; left -= 1) {
    const at = random.integer(0, Math.max(0, result.length - 1));
    const [before, after] = [result.subarray(0, at), result.subarray(at)];
    const length = random.integer(1, 30);
    result = random.pick([
      () => Buffer.concat([before, Buffer.from([random.integer(0, 255)]), after.subarray(1)]),
      () => Buffer.concat([before, random.bytes(length), after]),
      () => Buffer.concat([before, after.subarray(length)]),
      () => Buffer.concat([before, after.subarray(0, length), after]),
      () => Buffer.from(before),
    ])();
  }
  return result;
}
