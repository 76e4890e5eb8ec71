import * as fc from 'fast-check';

import { screenWidth, visibleWidth, wrapProse, wrapWords } from '../src/text/screen.js';
import { textTable } from '../src/text/table.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', '-', '/', '字', '.', '9'), minLength: 1, maxLength: 50 });
const sentence = fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(' '));
const width = fc.integer({ min: 20, max: 120 });
const withoutBlanks = (text: string) => text.replace(/\s/g, '');
const longest = (text: string) => Math.max(...text.split('\n').map(visibleWidth));

describe('text on a screen', () => {
  it('is broken into lines that fit, and no character of a word is lost', () => {
    fc.assert(
      fc.property(sentence, width, (text, columns) => {
        const lines = wrapWords(text, columns);
        expect(Math.max(...lines.map(visibleWidth))).toBeLessThanOrEqual(columns);
        expect(withoutBlanks(lines.join(''))).toBe(withoutBlanks(text));
      }),
      { seed: 1 },
    );
  });

  it('goes on as far in as it began, or behind its name, and is left alone where there is no room', () => {
    const named = 'parameters  learning_rate=0.03 num_leaves=31 seed=42';
    expect(wrapProse(named, 40)).toBe('parameters  learning_rate=0.03\n            num_leaves=31 seed=42');
    const text =
      '  one two three four five six seven eight nine ten\nfirst      second column   third column of many words\n';
    expect(wrapProse(text, 40)).toBe(
      '  one two three four five six seven\n  eight nine ten\nfirst      second column   third column of many words\n',
    );
    expect(wrapProse(text, 100)).toBe(text);
  });

  it('has no width where it goes to a file or another program', () => {
    expect(screenWidth({ columns: 80 })).toBeUndefined();
    expect(screenWidth({ isTTY: false, columns: 80 })).toBeUndefined();
    expect(screenWidth({ isTTY: true, columns: 80 })).toBe(80);
    expect(screenWidth({ isTTY: true, columns: 3 })).toBe(40);
  });
});

describe('a table on a screen', () => {
  const columns = [
    { title: 'dataset' },
    { title: 'name' },
    { title: 'predicted %', align: 'right' as const },
    { title: 'below target %', align: 'right' as const },
    { title: 'what it is' },
  ];

  it('fits wherever numbers and the words of titles do, and has every character of its cells', () => {
    const rows = fc.array(fc.tuple(word, sentence, fc.nat(99), fc.nat(99), sentence), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 60, max: 140 }), (made, columnsOfScreen) => {
        const cells = made.map((row) => row.map(String));
        const table = textTable(columns, cells, columnsOfScreen);
        expect(longest(table)).toBeLessThanOrEqual(columnsOfScreen);
        // As records titles come again.
        if (!/^dataset +name/.test(table)) return;
        const sorted = (text: string) => [...withoutBlanks(text)].sort().join('');
        const titles = columns.map(({ title }) => title);
        expect(sorted(table)).toBe(sorted([...titles, ...cells.flat()].join('')));
      }),
      { seed: 1 },
    );
  });

  it('is the same as without one where all of it fits, and a record for each row where nothing would help', () => {
    const row = ['d', 'n', '1', '2', 'w'];
    expect(textTable(columns, [row], 200)).toBe(textTable(columns, [row], undefined));
    const numbers = Array.from({ length: 12 }, (_, i) => ({ title: `number${i}`, align: 'right' as const }));
    const cells = [numbers.map((_, i) => (i === 3 ? '' : '123456789')), numbers.map(() => '1')];
    const lines = textTable(numbers, cells, 60).split('\n');
    expect(lines.slice(2, 4)).toEqual(['number2   123456789', 'number4   123456789']);
    expect(lines).toHaveLength(11 + 1 + 12 + 1);
  });

  it('keeps numbers whole', () => {
    const table = textTable(
      columns,
      [['1acfa138-e133-471d-9a27-d3dd9cfe0e94', 'dataset 004', '12.34', '99.65', 'x'.repeat(40)]],
      60,
    );
    expect(table).toMatch(/ 12\.34 /);
    expect(table).toMatch(/ 99\.65 /);
    expect(longest(table)).toBeLessThanOrEqual(60);
  });
});
