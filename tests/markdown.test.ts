import { codeBlocks, headingAnchors, internalLinks } from './support/markdown.js';

const lines = (...text: string[]) => text.join('\n');

describe('codeBlocks', () => {
  it('gives language, note, code and line of each block', () => {
    const text = lines('# A', '```sh once', 'npm test', 'ls', '```', '', '```', 'plain', '```');
    expect(codeBlocks(text)).toEqual([
      { language: 'sh', note: 'once', code: 'npm test\nls', line: 3 },
      { language: '', note: '', code: 'plain', line: 8 },
    ]);
  });

  it('a longer fence holds a shorter one', () => {
    expect(codeBlocks(lines('````md', '```js', 'x', '```', '````'))).toMatchObject([
      { language: 'md', code: '```js\nx\n```' },
    ]);
  });
});

describe('internalLinks', () => {
  it('finds paths and anchors, and leaves out links with a scheme', () => {
    const text = lines('[a](docs/a.md) and [b](#b)', '![image](x.png "title") [web](https://example.org)');
    expect(internalLinks(text).map(({ target, line }) => `${line} ${target}`)).toEqual([
      '1 docs/a.md',
      '1 #b',
      '2 x.png',
    ]);
  });

  it('does not look into code', () => {
    expect(internalLinks(lines('`[a](b)`', '```js', 'f[a](b)', '```'))).toEqual([]);
  });
});

describe('headingAnchors', () => {
  it('are made as GitHub makes them', () => {
    expect(
      headingAnchors(lines('# The `panel`: what & why', '## Same', '## Same', '```sh', '# no heading', '```')),
    ).toEqual(['the-panel-what--why', 'same', 'same-1']);
  });
});
