import { CONNECT_PATHS, decodeQueryValue, parseRawQuery, rawQueryOf, type ReturnAddress } from '@gpii/protocol';
import type { SiteRooms } from '../site-rooms.ts';
import type { Visit } from '../visit.ts';
import type { SiteWords } from '../words.ts';

/** What a computer asks for by opening the page. */
export interface ConnectRequest {
  readonly port: number;
  /** S256 challenge. */
  readonly codeChallenge: string;
  /** What the computer calls itself; empty where it did not say. */
  readonly computer: string;
  /** As it stands in the address. */
  readonly encodedState: string;
}

/** What is wrong with an address. */
export type ConnectFault = keyof SiteWords['connect']['broken']['faults'];

const STATE_MAX_BYTES = 2048;
const NAME_MAX_LENGTH = 200;
const NAMES = ['port', 'state', 'code_challenge', 'code_challenge_method', 'name'] as const;

/** Reads the address of the page. Nothing of it is believed: of what it holds, the port alone says where an answer goes. */
export function readConnectRequest({ request }: Pick<Visit, 'request'>): ConnectRequest | ConnectFault {
  const query = parseRawQuery(rawQueryOf(request.url));
  if (query === undefined) return 'unreadable';
  if (NAMES.some((name) => (query.get(name) ?? []).length > 1)) return 'repeated';
  const read = (name: (typeof NAMES)[number]): string => decodeQueryValue(query.get(name)?.[0] ?? '') ?? '';
  const port = read('port');
  if (!/^[1-9]\d{3,4}$/.test(port) || Number(port) < 1024 || Number(port) > 65_535) return 'port';
  const encodedState = query.get('state')?.[0] ?? '';
  if (encodedState === '' || byteLengthOf(encodedState) > STATE_MAX_BYTES) return 'state';
  const codeChallenge = read('code_challenge');
  if (!/^[A-Za-z0-9_-]{43}$/.test(codeChallenge) || read('code_challenge_method') !== 'S256') return 'challenge';
  const computer = toReadable(read('name'));
  return computer.length > NAME_MAX_LENGTH ? 'name' : { port: Number(port), encodedState, codeChallenge, computer };
}

/** The computer's own address, and no other. */
export function returnAddressOf({ port, encodedState }: ConnectRequest, rooms: SiteRooms): ReturnAddress {
  return { redirectUri: originOf(port) + CONNECT_PATHS.callback, encodedState, issuer: rooms.publicUrl() };
}

/** Where the browser may be sent on to: a source for the policy of the page. */
export function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** An escape stands for one byte. */
function byteLengthOf(encoded: string): number {
  return Buffer.byteLength(encoded.replace(/%[0-9a-f]{2}/gi, '.'));
}

/** Without what cannot be seen, or turns the words after it around. */
function toReadable(name: string): string {
  return name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
