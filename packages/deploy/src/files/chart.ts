import type { Manifest } from '../manifest.js';
import { baseFiles, overlayManifests, OVERLAYS, type Overlay } from '../manifests.js';
import { SETTINGS, type DeploySettings, type SettingName } from '../settings.js';
import { toYaml, yamlDocument } from '../yaml.js';

/** What a program installed by the chart is by itself: the others have to be asked for. */
const SWITCHES: Partial<Record<Overlay, SettingName>> = {
  batch: 'batch.enabled',
  train: 'train.enabled',
  retrain: 'retrain.enabled',
};

/**
 * A Helm chart whose templates are the manifests themselves: where a manifest holds the value of a setting, its template takes
 * it from the values. So the chart says the same as the base and cannot fall behind it. The namespace is Helm's to create.
 *
 * @param version of the chart and of what it installs.
 */
export function chartFiles(version: string): ReadonlyMap<string, string> {
  const context = { settings: placeholders(), namespace: marked('.Release.Namespace') };
  const files = new Map<string, string>([
    ['chart/Chart.yaml', chartYaml(version)],
    ['chart/values.yaml', valuesYaml()],
    ['chart/values.schema.json', `${JSON.stringify(valuesSchema(), null, 2)}\n`],
  ]);
  for (const [name, objects] of baseFiles(context)) {
    if (name !== 'namespace') files.set(`chart/templates/${name}.yaml`, template(objects));
  }
  for (const overlay of OVERLAYS) {
    const body = template(overlayManifests(overlay, context));
    const condition = SWITCHES[overlay];
    const text = condition === undefined ? body : `{{- if .Values.${condition} }}\n${body}{{- end }}\n`;
    files.set(`chart/templates/${overlay}.yaml`, text);
  }
  return files;
}

/** Stands for an expression of the template language until the YAML is written. */
const marked = (expression: string) => `«${expression}»`;

/** Settings that hold their own places in the values. */
function placeholders(): DeploySettings {
  const places = Object.keys(SETTINGS).map((name) => [name, marked(`.Values.${name}`)]);
  return Object.fromEntries(places) as DeploySettings;
}

/** Only a whole value may be taken from the values: as JSON, which is YAML whatever it holds, it cannot become anything else. */
function template(objects: readonly Manifest[]): string {
  const text = toYaml(objects).replace(/(: |- )"?«([.\w]+)»"?$/gm, '$1{{ toJson $2 }}');
  const left = text.split('\n').find((line) => /[«»]/.test(line));
  if (left !== undefined) throw new Error(`a setting is part of a longer text: ${left}`);
  return text;
}

function chartYaml(version: string): string {
  return yamlDocument({
    apiVersion: 'v2',
    name: 'dqs',
    description: 'Forecasts of data quality: the API, workers, and batch work, training and retraining on request',
    type: 'application',
    version,
    appVersion: version,
    // Failure policies of the pods of a job, by index too.
    kubeVersion: '>=1.29.0-0',
  });
}

function valuesYaml(): string {
  const lines: string[] = [
    '# Written by packages/deploy/scripts/write-deploy.mjs from packages/deploy/src/settings.ts.',
  ];
  let group = '';
  for (const [name, { default: value, about }] of Object.entries(SETTINGS)) {
    const [first, second] = name.split('.') as [string, string | undefined];
    if (second !== undefined && first !== group) lines.push(`${first}:`);
    group = second === undefined ? '' : first;
    const indent = second === undefined ? '' : '  ';
    lines.push(`${indent}# ${about}`, `${indent}${second ?? first}: ${JSON.stringify(value)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A JSON Schema: unknown values are refused, so that a misspelt one is not lost. */
function valuesSchema() {
  const properties = Object.create(null) as Record<string, unknown>;
  for (const [name, { schema, about }] of Object.entries(SETTINGS)) {
    const [first, second] = name.split('.') as [string, string | undefined];
    if (second === undefined) properties[first] = { description: about, ...schema };
    else {
      const group = (properties[first] ??= objectSchema(Object.create(null) as Record<string, unknown>)) as ReturnType<
        typeof objectSchema
      >;
      group.properties[second] = { description: about, ...schema };
    }
  }
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...objectSchema({ ...properties, global: {} }) };
}

const objectSchema = (properties: Record<string, unknown>) => ({
  type: 'object',
  additionalProperties: false,
  properties,
});
