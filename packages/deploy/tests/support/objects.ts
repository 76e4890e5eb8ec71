import type { IPodTemplateSpec } from 'kubernetes-models/v1';

import { manifests, OVERLAYS, type Manifest } from '../../src/index.js';

/** Any object of any overlay, as far as tests look into it. */
export interface AnyObject extends Manifest {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into objects of every kind
  readonly spec?: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [key: string]: any;
}

/** Every object of the base and of all overlays, once. */
export function allObjects(): readonly AnyObject[] {
  const objects = [...manifests(), ...OVERLAYS.flatMap((overlay) => manifests({ overlay }))];
  return [...new Map(objects.map((one) => [nameOf(one), one])).values()];
}

/** What an object is called in titles. */
export const nameOf = ({ kind, metadata: { name } }: Manifest) => `${kind} ${name}`;

/** The template of the pods that an object makes; undefined for one that makes none. */
export function podOf({ kind, spec }: AnyObject): Required<IPodTemplateSpec> | undefined {
  if (kind === 'CronJob') return spec.jobTemplate.spec.template;
  return kind === 'Deployment' || kind === 'Job' ? spec.template : undefined;
}

/** What makes pods, by name. */
export const workloads = () =>
  allObjects().flatMap((one) => {
    const template = podOf(one);
    return template === undefined ? [] : [[nameOf(one), one, template.spec!, template] as const];
  });

/** The objects of a kind. */
export const ofKind = (kind: string) => allObjects().filter((one) => one.kind === kind);
