import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support/workspace.js';

/** [fact, file, import, allowed] */
const PROBES = [
  ['anyone may import the core', 'packages/ingestion/src/layer-probe.ts', '@dqs/core', true],
  ['backends may import their engine', 'packages/model-backends/src/layer-probe.ts', '@dqs/lightgbm', true],
  ['apps may import pipelines', 'apps/cli/src/layer-probe.ts', '@dqs/pipelines', true],
  ['the core imports nothing of ours', 'packages/core/src/layer-probe.ts', '@dqs/ingestion', false],
  ['the engine knows nothing of DQS', 'packages/lightgbm/src/layer-probe.ts', '@dqs/core', false],
  ['an engine may import what engines share', 'packages/xgboost/src/layer-probe.ts', '@dqs/native-support', true],
  ['but no other engine', 'packages/xgboost/src/layer-probe.ts', '@dqs/lightgbm', false],
  ['what engines share knows no engine', 'packages/native-support/src/layer-probe.ts', '@dqs/xgboost', false],
  ['a domain package does not import its sibling', 'packages/ingestion/src/layer-probe.ts', '@dqs/features', false],
  ['a domain package knows no engine', 'packages/feature-engineering/src/layer-probe.ts', '@dqs/lightgbm', false],
  ['backends know no domain package', 'packages/model-backends/src/layer-probe.ts', '@dqs/features', false],
  ['pipelines know no app', 'packages/pipelines/src/layer-probe.ts', '@dqs/cli', false],
  [
    'a relative path does not reach a sibling',
    'packages/ingestion/src/layer-probe.ts',
    '../../core/src/index.js',
    false,
  ],
  [
    'nor from a folder further down',
    'packages/ingestion/src/duckdb/layer-probe.ts',
    '../../../core/src/index.js',
    false,
  ],
  ['a file of the same package is no sibling', 'packages/ingestion/src/duckdb/layer-probe.ts', '../index.js', true],
  [
    'a subpath that is not exported is closed',
    'packages/ingestion/src/layer-probe.ts',
    '@dqs/core/src/index.js',
    false,
  ],
] as const;

/** The program loads what it needs when it needs it; packages import at their top. */
const importing = (file: string, from: string) =>
  file.startsWith('apps/')
    ? `export const probe = () => import('${from}');\n`
    : `import * as other from '${from}';\nexport const probe = other;\n`;

describe('the layer rule', () => {
  let complaints: string[][];

  beforeAll(() => {
    const probes = PROBES.map(([, file, from]) => ({ file, text: importing(file, from) }));
    const script = join(root, 'tests', 'support', 'lint-probes.mjs');
    complaints = JSON.parse(
      execFileSync(process.execPath, [script, root], { input: JSON.stringify(probes), encoding: 'utf8' }),
    ) as string[][];
  });

  it.each(PROBES.map(([fact, , , allowed], index) => [fact, allowed, index] as const))(
    '%s',
    (_fact, allowed, index) => {
      if (allowed) expect(complaints[index]).toEqual([]);
      else expect(complaints[index]).not.toEqual([]);
    },
  );
});
