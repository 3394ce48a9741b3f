/** What the generator knows of a server: addresses that exist and values that mean something. */
export interface FuzzWorld {
  /** With `:name` for segments that are filled in. */
  readonly routes: readonly string[];
  /** Names of parameters, in forms, JSON and queries. */
  readonly parameters: readonly string[];
  /** Values that are right somewhere. */
  readonly values: readonly string[];
  /** Values of Authorization headers that are right somewhere. */
  readonly authorizations: readonly string[];
  /** Whole bodies that are right somewhere, with their media types. */
  readonly bodies: readonly { readonly type: string; readonly text: string }[];
}

/** Text that has broken servers before. */
export const NASTY_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '%',
  '%zz',
  '%00',
  '%ff%fe',
  '%c0%af',
  '%F0%9F%94%91',
  '\u0000',
  '\u202e',
  'Zoë-ключ-鍵-🔑',
  '\ud800',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '${7*7}',
  '_design/x',
  '_id',
  '\uffff',
  'a'.repeat(300),
  'a'.repeat(9000),
  '1e999',
  '999999999999999999999999',
  'gpii_at_zzzzzzzzz_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'gpii_ac_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'gpii_hc_zz_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
];
