import type { Random } from '../measure/random.ts';
import { encodeMaybe, pickText } from './grammar.ts';
import type { FuzzWorld } from './world.ts';

/** A body and what its sender says it is. */
export interface FuzzBody {
  readonly type: string;
  readonly bytes: Buffer;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const ODD_TYPES = [
  '',
  'text/plain',
  'multipart/form-data; boundary=x',
  `${FORM}; charset=utf-16`,
  'a',
  'application/json;',
  ',',
  FORM.toUpperCase(),
];
const LIMIT_BYTES = 16 * 1024;

/** Makes a body by chance: forms and JSON, right, nearly right, and not at all. */
export function makeBody(random: Random, world: FuzzWorld): FuzzBody {
  const what = random.integer(1, 100);
  const { type, bytes } =
    what <= 60 ? makeForm(random, world) : what <= 90 ? makeJson(random, world) : makeOther(random);
  return { type: random.chance(0.9) ? type : random.pick([JSON_TYPE, FORM, ...ODD_TYPES]), bytes };
}

/** One that is right with some of its pairs left out, doubled, or with another value; or pairs of all kinds. */
function makeForm(random: Random, world: FuzzWorld): FuzzBody {
  const forms = world.bodies.filter((body) => body.type === FORM);
  const right = forms.length > 0 && random.chance(0.7) ? random.pick(forms).text.split('&') : [];
  const pairs = right.flatMap((pair) => {
    const what = random.integer(1, 100);
    if (what <= 80) return [pair];
    if (what <= 85) return [];
    if (what <= 90) return [pair, pair];
    return [`${pair.split('=')[0] ?? ''}=${encodeMaybe(random, pickText(random, world))}`];
  });
  const more = Array.from({ length: random.integer(0, right.length === 0 ? 6 : 1) }, () => {
    return `${random.pick(world.parameters)}=${encodeMaybe(random, pickText(random, world))}`;
  });
  return { type: FORM, bytes: Buffer.from([...pairs, ...more].join('&')) };
}

function makeJson(random: Random, world: FuzzWorld): FuzzBody {
  const rights = world.bodies.filter((body) => body.type === JSON_TYPE);
  const isRight = rights.length > 0 && random.chance(0.4);
  const text = isRight ? random.pick(rights).text : JSON.stringify(makeValue(random, world, 4));
  const cut = random.chance(0.2) ? text.slice(0, random.integer(0, text.length)) : text;
  return { type: JSON_TYPE, bytes: Buffer.from(cut) };
}

function makeValue(random: Random, world: FuzzWorld, depth: number): unknown {
  const what = random.integer(1, 10);
  if (depth === 0 || what <= 4) return pickText(random, world);
  if (what === 5) return random.pick<unknown>([null, true, false, 0, -1, 1e308, 0.1, 2 ** 53]);
  if (what === 6) return Array.from({ length: random.integer(0, 5) }, () => makeValue(random, world, depth - 1));
  const entries = Array.from({ length: random.integer(0, 5) }, (): [string, unknown] => [
    random.chance(0.8) ? random.pick(world.parameters) : pickText(random, world),
    makeValue(random, world, depth - 1),
  ]);
  return Object.fromEntries(entries);
}

function makeOther(random: Random): FuzzBody {
  const nested = random.integer(100, 8000);
  return random.pick([
    () => ({ type: FORM, bytes: random.bytes(random.integer(0, 300)) }),
    () => ({ type: JSON_TYPE, bytes: random.bytes(random.integer(0, 300)) }),
    () => ({ type: JSON_TYPE, bytes: Buffer.from('['.repeat(nested) + ']'.repeat(nested)) }),
    () => ({ type: FORM, bytes: Buffer.alloc(LIMIT_BYTES + random.integer(-2, 5000), 'a=b&') }),
    () => ({
      type: JSON_TYPE,
      bytes: Buffer.from('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}'),
    }),
    () => ({ type: FORM, bytes: Buffer.from('&&&===&=&%&%=%') }),
    () => ({ type: JSON_TYPE, bytes: Buffer.from('\ufeff{}') }),
  ])();
}
