import type { Change } from './recipe.js';
import { read } from './workspace.js';

/** A recipe of CONTRIBUTING.md with what somebody who follows it writes. */
export interface Recipe {
  readonly heading: string;
  readonly changes: readonly Change[];
  /** Tests that prove it works: of which project, which files, and of these perhaps only some titles. */
  readonly proofs: readonly { readonly project: string; readonly files: readonly string[]; readonly title?: string }[];
}

const FEATURES = 'packages/feature-engineering';
const FEATURE: Recipe = {
  heading: 'To add a feature',
  changes: [
    {
      file: `${FEATURES}/src/groups/half-year.ts`,
      text: `import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** The half of the year that the target lies in: 0 or 1. */
export const HALF_YEAR: FeatureGroup = {
  features: movingWithTime(['half_year', 'half of the year of the target day']),
  compute({ calendar }, out, at) {
    out[at] = calendar.month <= 6 ? 0 : 1;
  },
};
`,
    },
    {
      file: `${FEATURES}/src/spec.ts`,
      find: 'import { lags, movingAverages }',
      text: "import { HALF_YEAR } from './groups/half-year.js';\nimport { lags, movingAverages }",
    },
    {
      file: `${FEATURES}/src/spec.ts`,
      find: 'position: () => [POSITION],',
      text: "position: () => [POSITION],\n  'half-year': () => [HALF_YEAR],",
    },
    {
      file: `${FEATURES}/README.md`,
      find: '| `position`',
      text: '| `half-year` | the half of the year |\n| `position`',
    },
    {
      file: `${FEATURES}/tests/half-year.test.ts`,
      text: `import { featureSpec } from '../src/index.js';
import { featuresOf } from './support/frames.js';
import { MONDAY, seriesOf } from './support/panels.js';

it('is in a frame, and changes at the end of June', () => {
  expect(featureSpec('extended').features.map(({ name }) => name)).toContain('half_year');
  for (const days of [2, 100, 200, 300]) {
    const month = new Date((MONDAY + days) * 86_400_000).getUTCMonth();
    const { half_year } = featuresOf('extended', seriesOf([90, 80]), { target: MONDAY + days, asOf: MONDAY + 1 });
    expect(half_year).toBe(month < 6 ? 0 : 1);
  }
});
`,
    },
  ],
  proofs: [{ project: FEATURES, files: ['half-year', 'no-look-ahead'] }],
};

const ERROR_CODE: Recipe = {
  heading: 'To add an error code',
  changes: [
    {
      file: 'packages/core/src/errors/catalogue.ts',
      find: "'archive-invalid':",
      text: "'archive-frozen': failed('An archive may no longer be changed.'),\n  'archive-invalid':",
    },
    {
      file: 'docs/errors.md',
      find: '| `archive-invalid`',
      text: '| `archive-frozen` | 1 | An archive may no longer be changed. | Write another archive. |\n| `archive-invalid`',
    },
    {
      file: 'packages/core/tests/archive-frozen.test.ts',
      text: `import { DqsError, ERROR_CATALOGUE } from '../src/index.js';

it('is thrown, and ends a program with 1', () => {
  expect(new DqsError('archive-frozen', 'expected an archive that is open').code).toBe('archive-frozen');
  expect(ERROR_CATALOGUE['archive-frozen'].exitCode).toBe(1);
});
`,
    },
  ],
  proofs: [
    { project: 'packages/core', files: ['archive-frozen'] },
    { project: 'tests', files: ['errors-doc'] },
  ],
};

const INGESTION = 'packages/ingestion';
const IMPORTER: Recipe = {
  heading: 'To add an importer',
  changes: [
    {
      file: `${INGESTION}/src/importers/json-seq/json-seq.ts`,
      text: `import { readJsonRecords } from '../json-lines/json-lines.js';
import type { Importer } from '../importer.js';

const MARK = 0x1e;

/** JSON text sequences (RFC 7464): a mark before each object. */
export const JSON_SEQ: Importer<'json-seq'> = {
  name: 'json-seq',
  extensions: ['jsonseq'],
  detect: (start) => (start[0] === MARK ? 'certain' : undefined),
  readRecords: (chunks, input, onRecord) => readJsonRecords(withoutMarks(chunks), input, onRecord),
};

async function* withoutMarks(chunks: AsyncIterable<Buffer>) {
  for await (const chunk of chunks) yield Buffer.from(chunk.filter((byte) => byte !== MARK));
}
`,
    },
    {
      file: `${INGESTION}/src/importers/list.ts`,
      find: 'import { PARQUET }',
      text: "import { JSON_SEQ } from './json-seq/json-seq.js';\nimport { PARQUET }",
    },
    {
      file: `${INGESTION}/src/importers/list.ts`,
      find: '  JSON_LINES,\n',
      text: '  JSON_LINES,\n  JSON_SEQ,\n',
    },
    {
      file: `${INGESTION}/tests/reader-contract.test.ts`,
      find: '  parquet: { Parquet: writeParquet },',
      text: String.raw`  parquet: { Parquet: writeParquet },
  'json-seq': {
    'JSON sequences': async (name, rows) => put(name + '.jsonseq', toJsonLines(rows).replace(/^(?=\{)/gm, '\x1e')),
  },`,
    },
    {
      file: `${INGESTION}/README.md`,
      find: '| `parquet`',
      text: '| `json-seq` | `.jsonseq` | always | row by row |\n| `parquet`',
    },
  ],
  proofs: [{ project: INGESTION, files: ['reader-contract'], title: 'JSON sequences' }],
};

const BACKENDS = 'packages/model-backends';
/** The backend of the guide, which is one of ours here: what is known of it beforehand, and the rest. */
const [, ABOVE, DESCRIPTION, BELOW] = /^([^]*)export const backend = \{\n([^]*?)\n\n( {2}async train[^]*)$/.exec(
  read('docs/guides/third-party-backend/index.mjs'),
)!;
const BACKEND: Recipe = {
  heading: 'To add a model backend',
  changes: [
    {
      file: `${BACKENDS}/src/additive-bins/descriptor.ts`,
      text: `import type { BackendDescriptor } from '../descriptor.js';

const PASSES = 5;

/** The mean of all rows plus an effect of the bin of each feature. */
export const ADDITIVE_BINS: BackendDescriptor = {\n${DESCRIPTION}\n};
`,
    },
    {
      file: `${BACKENDS}/src/additive-bins/additive-bins-backend.ts`,
      text: `${ABOVE}export const backend = {\n  ...ADDITIVE_BINS,\n${BELOW}`.replace(
        /import [^;]* from '@dqs\/model-backends';/,
        `import { assertColumns, columnsOf } from '../columns.js';
import { assertSupported } from '../supported.js';
import { ADDITIVE_BINS } from './descriptor.js';`,
      ),
    },
    {
      file: `${BACKENDS}/src/registry.ts`,
      find: 'import { HIST_GRADIENT',
      text: "import { ADDITIVE_BINS } from './additive-bins/descriptor.js';\nimport { HIST_GRADIENT",
    },
    {
      file: `${BACKENDS}/src/registry.ts`,
      find: '  [NAIVE,',
      text: `  [ADDITIVE_BINS, async () => (await import('./additive-bins/additive-bins-backend.js')).backend],\n  [NAIVE,`,
    },
    {
      file: `${BACKENDS}/README.md`,
      find: '| `naive` ',
      text: '| `additive-bins` | the mean of all rows plus an effect of the bin of each feature | none |\n| `naive` ',
    },
    {
      file: `${BACKENDS}/tests/additive-bins.test.ts`,
      text: `import { loadBackend } from '../src/index.js';

it('is found by its name', async () => {
  expect((await loadBackend('additive-bins')).capabilities.contributions).toBe(true);
});
`,
    },
  ],
  proofs: [
    { project: BACKENDS, files: ['/contract.test'], title: 'the backend additive-bins' },
    { project: BACKENDS, files: ['additive-bins', 'registry'] },
  ],
};

const CLI = 'apps/cli';
const COMMAND: Recipe = {
  heading: 'To add a command',
  changes: [
    {
      file: `${CLI}/src/commands/weekday.ts`,
      text: `import { dayOfWeek, formatDay } from '@dqs/core';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** \`dqs weekday\`: the day of the week of a date. */
export async function weekday({ settings }: CommandContext<'date'>): Promise<CommandResult> {
  const date = required(settings.date, 'date');
  const name = NAMES[dayOfWeek(date)]!;
  return { json: { date: formatDay(date), weekday: name }, text: () => \`\${name}\\n\` };
}
`,
    },
    {
      file: `${CLI}/src/definitions/program.ts`,
      find: '  command({',
      text: `  command({
    name: 'weekday',
    summary: 'print the day of the week of a date',
    examples: ['dqs weekday --date 2025-03-03'],
    settings: ['date'],
    work: async (context) => (await import('../commands/weekday.js')).weekday(context),
  }),
  command({`,
    },
    {
      file: `${CLI}/README.md`,
      find: '| `doctor` ',
      text: '| `weekday` | prints the day of the week of a date |\n| `doctor` ',
    },
    {
      file: `${CLI}/tests/weekday.test.ts`,
      text: `import { dqs } from './support/dqs.js';

it('prints the day of the week, as text and as JSON', async () => {
  const args = ['weekday', '--date', '2025-03-03'];
  expect(await dqs(args)).toEqual({ code: 0, stdout: 'Monday\\n', stderr: '' });
  expect(JSON.parse((await dqs([...args, '--json'])).stdout)).toEqual({ date: '2025-03-03', weekday: 'Monday' });
});

it('needs a date', async () => {
  expect((await dqs(['weekday'])).code).toBe(2);
});
`,
    },
  ],
  proofs: [{ project: CLI, files: ['weekday', '/help.test'] }],
};

/** The recipes that a test follows. */
export const RECIPES: readonly Recipe[] = [FEATURE, ERROR_CODE, IMPORTER, BACKEND, COMMAND];
