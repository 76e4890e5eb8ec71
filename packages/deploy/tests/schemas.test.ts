import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

import type { AnyObject } from './support/objects.js';
import { kustomizeFiles } from '../src/index.js';

const GROUPS: Record<string, object> = {
  v1: core,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
};

const root = join(__dirname, '../../..');
const deploy = join(root, 'deploy');

/** The objects that stand in the repository, as their files have them. */
const objects = [...kustomizeFiles().keys()]
  .filter((path) => !path.endsWith('kustomization.yaml'))
  .flatMap((path) => {
    const documents = parseAllDocuments(readFileSync(join(deploy, path), 'utf8'));
    return documents.map((document) => [path, document.toJS() as AnyObject] as const);
  });

/**
 * What the compiler says of objects written out as literals of Kubernetes' types: fields that are missing, of the wrong type, or
 * unknown, at any depth.
 */
function complaints(list: readonly AnyObject[]): string[][] {
  const file = join(root, 'packages/deploy/tests/literals.ts');
  const literals = list.map(({ apiVersion, kind, ...rest }, i) => {
    const type = `import('kubernetes-models/${apiVersion}').I${kind}`;
    return `export const o${i}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest })};`;
  });
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2023.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const text = literals.join('\n');
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const found: string[][] = list.map(() => []);
  for (const { start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const line = text.slice(0, start).split('\n').length - 1;
    found[line]!.push(ts.flattenDiagnosticMessageText(messageText, ' '));
  }
  return found;
}

/** A deployment with a change in its container. */
function broken(change: (container: Record<string, unknown>) => void): AnyObject {
  const copy = structuredClone(objects.map(([, one]) => one).find(({ kind }) => kind === 'Deployment')!);
  change(copy.spec.template.spec.containers[0]);
  return copy;
}

describe('the schemas of Kubernetes', () => {
  it.each(objects)('%s: the object is valid', (_path, object) => {
    const group = GROUPS[object.apiVersion] as Record<string, new (data: object) => { validate(): void }> | undefined;
    const Model = group?.[object.kind];
    expect(Model).toBeDefined();
    expect(() => new Model!(object).validate()).not.toThrow();
  });

  it('know every field of every object, and would refuse an unknown one, a wrong type and a missing one', () => {
    const found = complaints([
      ...objects.map(([, object]) => object),
      broken((container) => Object.assign(container, { readinesProbe: {} })),
      broken((container) => Object.assign(container, { args: 'api' })),
      broken((container) => delete container['name']),
    ]);
    expect(found.slice(0, -3).flat()).toEqual([]);
    expect(found.slice(-3)).toEqual(
      ['readinesProbe', "'string' is not assignable", 'is missing in type'].map((what) => [
        expect.stringContaining(what),
      ]),
    );
  });
});
