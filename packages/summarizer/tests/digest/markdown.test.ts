import { cellCount, cellText, markdownTable } from '../../src/digest/markdown.js';

describe('markdownTable', () => {
  it('has a heading, a rule and the rows; > aligns a column to the right', () => {
    expect(markdownTable(['name', '>count'], [['a', '1']])).toEqual([
      '| name | count |',
      '| --- | ---: |',
      '| a | 1 |',
    ]);
  });
});

describe('cellText', () => {
  it('shows an empty text as none', () => {
    expect(cellText('')).toBe('(none)');
  });

  it.each([
    ['a|b', 'a\\|b'],
    ['two\r\nlines\u2028three', 'two lines three'],
    ['<script>', '\\<script\\>'],
    ['[a](b)', '\\[a\\](b)'],
    ['*x* _y_ `z` ~w~ #1 \\', '\\*x\\* \\_y\\_ \\`z\\` \\~w\\~ \\#1 \\\\'],
  ])('shows %j as %j', (text, expected) => {
    expect(cellText(text)).toBe(expected);
  });
});

describe('cellCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('shows %d as %s', (value, text) => {
    expect(cellCount(value)).toBe(text);
  });
});
