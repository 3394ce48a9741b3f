import { describe, expect, it } from 'vitest';
import { HandlerError } from '../src/index.ts';
import { xmlFormat } from '../src/xml/xml-format.ts';

const { read, write } = xmlFormat({});

describe('XML files', () => {
  it.each([
    ['a text', '<a>\n  <b>1</b>\n</a>', 'a.b.$t', 2, '<a>\n  <b>2</b>\n</a>'],
    ['a text with comments around', '<a><b><!--x-->1<!--y--></b></a>', 'a.b.$t', 2, '<a><b><!--x-->2<!--y--></b></a>'],
    ['a text in pieces', '<a><b>1<![CDATA[<2>]]>&#51;</b></a>', 'a.b.$t', 'x', '<a><b>x</b></a>'],
    ['an empty element', '<a><b  /></a>', 'a.b.$t', 'x', '<a><b>x</b></a>'],
    ['an attribute', '<a b = \'1\' c="2"/>', 'a.b', '"<\n', '<a b = "&#34;&lt;&#10;" c="2"/>'],
    ['an attribute that is not there', '<a c="2" />', 'a.b', 1, '<a c="2" b="1" />'],
    ['an element that is not there', '<a>\n  <b/>\n</a>', 'a.c.d.$t', 1, '<a>\n  <b/>\n  <c><d>1</d></c>\n</a>'],
    ['an attribute of one that is not there', '<a></a>', 'a.c.d', 1, '<a><c d="1"></c></a>'],
    ['one of several', '<a><b>1</b><b>2</b></a>', 'a.b.1.$t', 3, '<a><b>1</b><b>3</b></a>'],
    ['a name with a dot', '<a><b.c>1</b.c></a>', 'a.b\\.c.$t', 2, '<a><b.c>2</b.c></a>'],
    ['behind characters of two units', '<a x="𝒳">\u{1F600}<b>1</b></a>', 'a.b.$t', 2, '<a x="𝒳">\u{1F600}<b>2</b></a>'],
    [
      'a text in a file that is not UTF-8',
      '<?xml version="1.0" encoding="iso-8859-1"?><a>x</a>',
      'a.$t',
      'é',
      '<?xml version="1.0" encoding="iso-8859-1"?><a>&#233;</a>',
    ],
  ])('take %s where it stands', (...[, text, setting, value, expected]) => {
    const written = write(text, setting, value);
    expect(written).toBe(expected);
    expect(read(written, setting)).toBe(value);
  });

  it('lose a setting with the space before it', () => {
    expect(write('<a>\n  <b/>\n  <c>1</c>\n</a>', 'a.c.$t', undefined)).toBe('<a>\n  <b/>\n</a>');
    expect(write('<a b="1" c="2"/>', 'a.c', undefined)).toBe('<a b="1"/>');
  });

  it('that are new begin with the declaration of the registry, and name what tells elements apart', () => {
    const rules = {
      'map.s': { transform: { type: 'fluid.transforms.arrayToObject', inputPath: 'map.s', key: 'name' } },
    };
    const format = xmlFormat({ 'xml-tag': "<?xml version='1.0' standalone='yes' ?>", rules });
    const once = format.write('', 'map.s.size.$t', 48);
    expect(once).toBe("<?xml version='1.0' standalone='yes' ?>\n<map><s name=\"size\">48</s></map>\n");
    const twice = format.write(once, 'map.s.theme.$t', 'dark');
    expect([format.read(twice, 'map.s.size.$t'), format.read(twice, 'map.s.theme.$t')]).toEqual([48, 'dark']);
  });

  it('get no file and no flood out of entities', () => {
    const laughs = Array.from({ length: 30 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};">`).join('');
    const text = `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY l0 "ha">${laughs}]><a><b>&f;</b><c>&l30;</c></a>`;
    expect([read(text, 'a.b.$t'), read(text, 'a.c.$t')]).toEqual(['&f;', '&l30;']);
    expect(write(text, 'a.b.$t', 1)).toBe(text.replace('<b>&f;</b>', '<b>1</b>'));
  });

  it.each([
    ['no XML', '<a><b></a>', 'a.b.$t', 1],
    ['elements without end', '<a>'.repeat(200_000), 'a.b.$t', 1],
    ['another root', '<b/>', 'a.b.$t', 1],
    ['two of a name', '<a><b>1</b><b>2</b></a>', 'a.b.$t', 1],
    ['elements in the place of a text', '<a><b><c/></b></a>', 'a.b.$t', 1],
    ['no name of an element', '<a/>', 'a.b>.$t', 1],
    ['no name of an attribute', '<a/>', 'a.b onload', 1],
    ['a list', '<a/>', 'a.b', [1]],
    ['a character that XML does not have', '<a/>', 'a.b', '\0'],
  ])('refuse %s', (_what, text, setting, value) => {
    expect(() => write(text, setting, value)).toThrow(HandlerError);
  });

  it('refuse a rule that they do not know, and a declaration that is none', () => {
    expect(() => xmlFormat({ rules: { a: 'b' } })).toThrow(HandlerError);
    expect(() => xmlFormat({ 'xml-tag': '<evil>' }).write('', 'a.b', 1)).toThrow(HandlerError);
  });
});
