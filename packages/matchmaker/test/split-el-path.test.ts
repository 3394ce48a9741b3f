import { describe, expect, it } from 'vitest';
import { splitElPath } from '../src/split-el-path.ts';

describe('splitElPath', () => {
  it.each([
    ['a.b.c', ['a', 'b', 'c']],
    ['http://registry\\.gpii\\.net/common/fontSize', ['http://registry.gpii.net/common/fontSize']],
    ['http://x\\.y/com\\.office.word-ribbon', ['http://x.y/com.office', 'word-ribbon']],
    ['a\\\\.b', ['a\\', 'b']],
    ['a\\\\\\.b', ['a\\.b']],
    ['a\\', ['a']],
    ['', ['']],
  ])('splits %j into %j', (path, segments) => {
    expect(splitElPath(path)).toEqual(segments);
  });
});
