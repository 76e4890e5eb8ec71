import { inLine, printableData } from '../../src/text/printable.js';
import { printable, printableJson } from '../../src/terminal.js';

describe('what a terminal would obey', () => {
  it.each([
    ['a name', 'a name'],
    ['Größe 字 👩‍🔬', 'Größe 字 👩‍🔬'],
    ['two\nlines\r\n\ttab', 'two\\nlines\\r\\n\\ttab'],
    ['\u001b[2J\u0007', '\\x1b[2J\\x07'],
    ['\u009b31m\u007f', '\\x9b31m\\x7f'],
    ['txt.\u202egpj', 'txt.\\u{202e}gpj'],
    ['\u2028\u2029\ufeff', '\\u{2028}\\u{2029}\\u{feff}'],
    ['half \ud83d of a character', 'half \\u{d83d} of a character'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('is shown in a line: %j', (text, shown) => {
    expect(inLine(text)).toBe(shown);
  });

  it('is shown in a whole text as well, except that it has lines and tabs', () => {
    expect(printable('two\nlines\r\n\ttab \u001b[31mred')).toBe('two\nlines\\r\n\ttab \\x1b[31mred');
  });

  it('is escaped in JSON so that it means the same', () => {
    const data = { name: 'txt.\u202egpj\u009b\u{e0041}', lines: 'a\nb' };
    const json = printableJson(JSON.stringify(data, null, 2));
    expect(json).toContain('"txt.\\u202egpj\\u009b\\udb40\\udc41"');
    expect(json.split('\n')).toHaveLength(4);
    expect(JSON.parse(json)).toEqual(data);
  });

  it('is shown in all texts of plain data, names included, and nothing else is touched', () => {
    const at = new Date(0);
    const data = { 'a\n': ['b\t', 1, null, true, undefined], at, inner: { c: '\u001b' } };
    expect(printableData(data)).toEqual({
      'a\\n': ['b\\t', 1, null, true, undefined],
      at,
      inner: { c: '\\x1b' },
    });
  });
});
