import { describeFindings, findLines, findLongFiles } from './support/text-rules.js';
import { productFiles, read } from './support/workspace.js';

const SOURCES = /\.(?:ts|tsx|mjs|cjs|js|cc|h|json|sh|yml|yaml|txt)$|^\.ci\/run$|^tools\/setup$/;
/** Written by programs; a test of each compares them with what the program writes. */
const GENERATED = ['package-lock.json', 'apps/api/openapi.json', 'packages/client/src/generated/schema.ts'];
const generated = (file: string) =>
  GENERATED.includes(file) || file.startsWith('monitoring/') || file.includes('/fixtures/');
const files = productFiles().filter((file) => (SOURCES.test(file) || file.endsWith('.md')) && !generated(file));
const texts = files.map((file) => ({ file, text: read(file) }));
const code = texts.filter(({ file }) => SOURCES.test(file));

/** Patterns are put together here so that this file does not hold what it looks for. */
const alternatives = (...words: string[]) => words.join('|');

describe('the text of the workspace', () => {
  it('names no path of somebody’s machine', () => {
    const folders = alternatives('tmp', 'work', 'root', 'home', 'Users');
    const pattern = new RegExp(`(?:^|[^A-Za-z0-9._/)}\\]-])/(?:${folders})/[A-Za-z0-9]`);
    expect(describeFindings(findLines(texts, pattern))).toBe('');
  });

  it('names no package registry host', () => {
    const pattern = new RegExp(
      alternatives('registry\\.npmjs', 'registry\\.yarnpkg', 'deb\\.debian\\.org', 'npm\\.pkg\\.'),
    );
    expect(describeFindings(findLines(texts, pattern))).toBe('');
  });

  it('holds no mark of unfinished work', () => {
    const pattern = new RegExp(`\\b(?:${alternatives('TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK')})\\b`);
    expect(describeFindings(findLines(texts, pattern))).toBe('');
  });

  it('holds no skipped, focused or promised test', () => {
    const callers = alternatives('it', 'test', 'describe');
    const pattern = new RegExp(
      `\\b(?:${callers})\\.(?:skip|only|todo)(?:\\.each)?\\s*[(\`]|^\\s*(?:xit|xtest|xdescribe|fit|fdescribe)\\(['"\`]`,
    );
    expect(describeFindings(findLines(code, pattern))).toBe('');
  });

  it('has no file over 800 lines, and none over 400 that does not say why at its top', () => {
    expect(findLongFiles(code)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const text = (content: string) => [{ file: 'a.ts', text: content }];

  it('a finding names file and line', () => {
    expect(describeFindings(findLines(text('one\ntwo'), /two/))).toBe('a.ts:2: two');
  });

  it('a long file is excused by a comment that says why, up to 800 lines', () => {
    const long = (lines: number, top: string) => text(top + '\n'.repeat(lines));
    expect(findLongFiles(long(400, ''))).toEqual([]);
    expect(findLongFiles(long(401, ''))).toHaveLength(1);
    expect(findLongFiles(long(401, '// Long because the table of codes belongs together.'))).toEqual([]);
    expect(findLongFiles(long(801, '// Long because the table of codes belongs together.'))).toHaveLength(1);
  });
});
