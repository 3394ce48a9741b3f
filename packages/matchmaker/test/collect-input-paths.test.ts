import { describe, expect, it } from 'vitest';
import { collectInputPaths } from '../src/collect-input-paths.ts';
import type { JsonValue } from '../src/json.ts';

function pathsOf(rules: JsonValue): JsonValue[] {
  const paths: JsonValue[] = [];
  collectInputPaths(rules, 'rules', (path) => paths.push(path));
  return paths;
}

const transform = (type: string, members: Record<string, JsonValue>) => ({ transform: { type, ...members } });

describe('collectInputPaths', () => {
  it.each<[string, JsonValue, string[]]>([
    ['a plain string rule', { out: 'a' }, ['a']],
    ['nested rules and lists of rules', { out: { x: 'a', y: [{ z: 'b' }, 'c'] } }, ['a', 'b', 'c']],
    ['the input of a transform of an unknown type', transform('my.own', { inputPath: 'a' }), ['a']],
    ['a list of transforms', { transform: [{ type: 'value', inputPath: 'a' }, { inputPath: 'b' }] }, ['a', 'b']],
    ['what stands beside a transform', { transform: { type: 'value', inputPath: 'a' }, out: 'b' }, ['a', 'b']],
    [
      'binaryOp',
      transform('fluid.transforms.binaryOp', { leftPath: 'l', rightPath: 'r', inputPath: 'no' }),
      ['l', 'r'],
    ],
    ['condition', transform('condition', { conditionPath: 'c', truePath: 't', falsePath: 'f' }), ['c', 't', 'f']],
    ['linearScale', transform('linearScale', { inputPath: 'i', factorPath: 'f', offsetPath: 'o' }), ['i', 'f', 'o']],
    [
      'valueMapper by hash',
      transform('valueMapper', { defaultInputPath: 'd', match: { x: { inputPath: 'm' }, y: 'no' } }),
      ['d', 'm'],
    ],
    ['valueMapper by list', transform('valueMapper', { match: [{ inputPath: 'm' }, { inputValue: 1 }] }), ['m']],
    [
      'an input that is a transform',
      transform('round', { input: transform('linearScale', { inputPath: 'a' }) }),
      ['a'],
    ],
    [
      'outputs of quantize',
      transform('quantize', {
        inputPath: 'a',
        ranges: [{ upperBound: 1, output: 'no' }, { output: transform('value', { inputPath: 'b' }) }],
      }),
      ['a', 'b'],
    ],
  ])('reads %s', (_, rules, paths) => {
    expect(pathsOf(rules)).toEqual(paths);
  });

  it.each<[string, JsonValue]>([
    ['literalValue rules', { out: { literalValue: 'a', more: 'b' } }],
    ['the literalValue transform', transform('fluid.transforms.literalValue', { input: 'a', inputPath: 'b' })],
    ['inputs that are values', transform('round', { input: 'a' })],
    ['inputs that are objects', transform('round', { input: { x: 'a' } })],
    ['output paths and options', transform('arrayToSetMembership', { outputPath: 'a', options: { x: 'b' } })],
    ['numbers, true and null', { a: 1, b: true, c: null, transform: null }],
  ])('does not read %s', (_, rules) => {
    expect(pathsOf(rules)).toEqual([]);
  });
});
