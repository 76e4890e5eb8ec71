import { lintProbes } from './support/import-rules.js';
import { productFiles, read } from './support/workspace.js';

/** Each text, in its file, closes a circle over what is there: [fact, file, text, the end of the circle]. */
const CIRCLES = [
  ['two files', 'days.ts', "import { DqsError } from './index.js';", 'days.ts → packages/core/src/index.ts → '],
  [
    'more files',
    'text-order.ts',
    "export * from './panel/merge.js';",
    'merge.ts → packages/core/src/panel/daily-panel',
  ],
  ['types', 'days.ts', "import type { DqsError } from './index.js';", 'index.ts → packages/core/src/days.ts'],
  ['a type that is named where it is used', 'days.ts', "export type A = import('./index.js').DqsError;", 'index.ts'],
  ['an import on demand', 'days.ts', "export const all = () => import('./index.js');", 'index.ts'],
] as const;

describe('the rule against circles of files', () => {
  const probes = CIRCLES.map(([, file, text]) => ({ file: `packages/core/src/${file}`, text: `${text}\n` }));
  let complaints: string[][];
  beforeAll(() => {
    complaints = lintProbes([...probes, { file: 'packages/core/src/days.ts', text: "export * from './csv.js';\n" }]);
  });

  it.each(CIRCLES.map(([fact, , , expected], index) => [fact, expected, index] as const))(
    'sees one of %s',
    (_fact, expected, index) => {
      expect(complaints[index]).toEqual([expect.stringMatching(/^expected no circle of imports, got packages/)]);
      expect(complaints[index]?.[0]).toContain(expected);
    },
  );

  it('has nothing against an import that does not lead back', () => {
    expect(complaints.at(-1)).toEqual([]);
  });

  it('has no exception', () => {
    const files = productFiles('*.ts', '*.tsx', '*.mjs', '*.cjs');
    expect(files.filter((file) => /eslint-disable[^\n]* local\/no-cycle/.test(read(file)))).toEqual([]);
  });
});
