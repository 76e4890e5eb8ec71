import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dqs } from '../dqs.mjs';
import { goProgram, output } from '../not-here.mjs';
import { inRoot } from '../../workspace/paths.mjs';

// The workspace has several; this is the one that writes the files.
const yaml = createRequire(inRoot('packages', 'deploy', 'package.json'))('yaml');

export const requirements = ['kubernetes-validate==1.37.0'];

const HELM = 'helm.sh/helm/v3/cmd/helm@v3.22.0';
/** The oldest that the chart takes, and newer ones. */
const VERSIONS = ['1.29', '1.31', '1.34'];
const CHART = inRoot('deploy', 'chart');
const OVERLAYS = ['api', 'worker', 'batch', 'train', 'retrain'];

/** Asks Helm what the chart says, and the schemas of several versions of Kubernetes, strictly, about every file. */
export function run({ bin, folder }) {
  const helm = goProgram(HELM);
  const lint = spawnSync(helm, ['lint', '--strict', CHART], { encoding: 'utf8' });
  const rendered = join(folder, 'chart.yaml');
  const everything = ['batch', 'train', 'retrain'].flatMap((one) => ['--set', `${one}.enabled=true`]);
  writeFileSync(rendered, output(helm, ['template', 'dqs', CHART, ...PLACE, ...everything]));
  const refused = spawnSync(helm, ['template', 'dqs', CHART, ...PLACE, '--set', 'api.replcas=3'], { encoding: 'utf8' });
  return [
    { what: 'helm lint --strict, failed charts', tool: failedCharts(lint.stdout), dqs: 0 },
    { what: 'helm refuses a value that is misspelt', tool: /'replcas' not allowed/.test(refused.stderr), dqs: true },
    ...['', 'batch', 'train', 'retrain'].map((overlay) => renders(helm, overlay)),
    ...VERSIONS.map((version) => valid(bin, version, [...files(), rendered])),
  ];
}

/** Helm built from source believes in an old cluster. */
const PLACE = ['--namespace', 'dqs', '--kube-version', '1.31'];

const failedCharts = (text) => Number(/(\d+) chart\(s\) failed/.exec(text)?.[1]);

/** What the chart renders to, and what the program prints. */
function renders(helm, overlay) {
  const flags = overlay === '' ? [] : ['--set', `${overlay}.enabled=true`];
  const text = output(helm, ['template', 'dqs', CHART, ...PLACE, ...flags]);
  const wanted = ['api', 'worker', ...(overlay === '' ? [] : [overlay])];
  const printed = wanted.flatMap((one) => dqs('deploy', 'print', '--overlay', one).items);
  const ours = named(printed.filter(({ kind }) => kind !== 'Namespace'));
  const theirs = named(yaml.parseAllDocuments(text).map((one) => one.toJS()));
  return {
    what: `helm template ${flags.join(' ')}: objects, and those of them that differ`,
    tool: [theirs.size, [...theirs].filter(([name, object]) => !isSame(object, ours.get(name))).map(([name]) => name)],
    dqs: [ours.size, []],
  };
}

const named = (objects) => new Map(objects.filter(Boolean).map((one) => [`${one.kind} ${one.metadata.name}`, one]));
const isSame = (a, b) => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
const inOrder = (value) => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, inOrder(value[name])]),
  );
};

const files = () => [
  ...readdirSync(inRoot('deploy', 'base'))
    .filter((name) => name !== 'kustomization.yaml')
    .map((name) => inRoot('deploy', 'base', name)),
  ...OVERLAYS.map((name) => inRoot('deploy', 'overlays', name, `${name}.yaml`)),
];

function valid(bin, version, paths) {
  const args = ['--strict', '--kubernetes-version', version, ...paths];
  const { status, stdout, stderr } = spawnSync(join(bin, 'kubernetes-validate'), args, { encoding: 'utf8' });
  const passed = `${stdout}${stderr}`.match(/ passed for resource /g)?.length ?? 0;
  const objects = paths
    .flatMap((path) => yaml.parseAllDocuments(output('cat', [path])))
    .filter(({ contents }) => contents);
  return {
    what: `strict schemas of Kubernetes ${version}: objects that pass`,
    tool: [status, passed],
    dqs: [0, objects.length],
  };
}
