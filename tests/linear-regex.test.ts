import ts from 'typescript';

import { MOST_STEPS, alphabetOf, parseRegex, stepsOf, waysIn, type ParsedRegex } from './support/regex-steps.js';
import { productFiles, read } from './support/workspace.js';

/** An expression of the sources and where it stands. */
interface Found {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** The expressions that are put together while the program runs, with what they become; each is looked at here. */
const COMPOSED: readonly Found[] = [
  ...['', String.raw`|^[ \t]|[ \t]$`].map((blanks) => ({
    place: 'packages/core/src/csv.ts',
    source: String.raw`["\r\n\u002c]${blanks}`,
    flags: '',
  })),
  ...[String.raw`\u001b\[\d+;1m|(?![\n\t])`, String.raw`\u001b\[\d+;1m|`, String.raw`(?![\n])`].map((start) => ({
    place: 'packages/reports/src/text/printable.ts',
    source: String.raw`${start}(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]`,
    flags: 'gu',
  })),
  ...declaredPatterns('packages/deploy/src/settings.ts'),
];

/** Patterns that a schema and its reader share, as texts. */
function declaredPatterns(place: string): Found[] {
  const texts = [...read(place).matchAll(/pattern: '([^'\n]+)'/g)].map(([, text]) => text!.replaceAll('\\\\', '\\'));
  expect(texts.length).toBeGreaterThan(3);
  return texts.map((source) => ({ place, source, flags: 'u' }));
}

/** Expressions for the digits of one number, of which there are never many. */
const OF_NUMBERS = new Set(['packages/reports/src/text/numbers.ts', 'packages/summarizer/src/digest/markdown.ts']);
const isOfNumber = ({ place, source }: Found) => OF_NUMBERS.has(place) && source.startsWith(String.raw`\B(?=`);

/** The expressions in a file of TypeScript. */
function regexesOf(path: string): { literals: Found[]; composed: number } {
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const literals: Found[] = [];
  let composed = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      literals.push({ place: path, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') composed += 1;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { literals, composed };
}

/** Repetitions in a text, and in the one that confirms: some expressions end a match after so many characters. */
const [LENGTH, GREAT_LENGTH] = [64, 256];
/** Twice the length takes twice the steps where they are linear, four times where they are quadratic. */
const MOST_GROWTH = 2.7;

/** A text, as what is repeated in it, whose steps grow faster than its length; undefined where none was found. */
function attackOn(regex: ParsedRegex): string | undefined {
  const alphabet = alphabetOf(regex).slice(0, 8);
  const words = alphabet.flatMap((first) => [
    first,
    ...alphabet.filter((second) => second !== first).map((second) => first + second),
  ]);
  for (const before of [...waysIn(regex, alphabet), ...alphabet]) {
    for (const word of words) {
      for (const behind of ['', ...alphabet]) {
        const isSlow = (times: number) => {
          const [once, twice] = [times, 2 * times].map((count) => stepsOf(regex, before + word.repeat(count) + behind));
          return twice! > MOST_STEPS || twice! > MOST_GROWTH * once!;
        };
        if (isSlow(LENGTH) && isSlow(GREAT_LENGTH)) return JSON.stringify([before, word, behind]);
      }
    }
  }
  return undefined;
}

const attackOnSource = (source: string, flags = '') => attackOn(parseRegex(source, flags));

describe('the search for slow expressions', () => {
  it.each([
    [String.raw`^[ \t\r\n\f]+|[ \t\r\n\f]+$`, 'white space at the end of a field'],
    [String.raw`^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$`, 'the digits of a count'],
    [String.raw`^(a+)+$`, 'a repetition of a repetition'],
    [String.raw`^(?:a|aa)*$`, 'two ways to repeat'],
    [String.raw`,\s*,?\s*x`, 'white space around what may be missing'],
  ])('finds %s, %s', (source) => {
    expect(attackOnSource(source)).toBeDefined();
  });

  it.each([
    String.raw`^\+?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$`,
    '^[^=]+=(.*)$',
    '[&<>"]',
    String.raw`^(?:[^\S\r\n]*[\r\n])+`,
  ])('finds nothing against %s', (source) => {
    expect(attackOnSource(source)).toBeUndefined();
  });
});

describe('regular expressions of the sources', () => {
  const files = productFiles(
    ...['ts', 'tsx'].flatMap((type) => [`packages/*/src/*.${type}`, `apps/*/src/*.${type}`]),
  ).map((path) => ({ path, ...regexesOf(path) }));

  it('take steps in proportion to a text', () => {
    const found = [...files.flatMap(({ literals }) => literals), ...COMPOSED];
    expect(found.length).toBeGreaterThan(40);
    const slow = found
      .filter((one) => !isOfNumber(one))
      .flatMap(({ place, source, flags }) => {
        const attack = attackOnSource(source, flags);
        return attack === undefined ? [] : [`${place}: /${source}/${flags} by ${attack}`];
      });
    expect(slow).toEqual([]);
  }, 180_000);

  it('are put together only where this test looks at them', () => {
    const composing = files.filter(({ composed }) => composed > 0).map(({ path }) => path);
    const known = new Set(COMPOSED.map(({ place }) => place));
    expect(composing.filter((path) => !known.has(path))).toEqual([]);
  });
});
