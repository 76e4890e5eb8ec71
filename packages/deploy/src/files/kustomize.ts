import { baseFiles, NAMESPACE, overlayManifests, OVERLAYS } from '../manifests.js';
import { withDefaults } from '../settings.js';
import { toYaml, yamlDocument } from '../yaml.js';

/** The base and the overlays for kustomize: content by path. */
export function kustomizeFiles(): ReadonlyMap<string, string> {
  const context = { settings: withDefaults({}), namespace: NAMESPACE };
  const base = [...baseFiles(context)];
  const files = new Map<string, string>([
    ['base/kustomization.yaml', kustomization(base.map(([name]) => `${name}.yaml`))],
  ]);
  for (const [name, objects] of base) files.set(`base/${name}.yaml`, toYaml(objects));
  for (const overlay of OVERLAYS) {
    files.set(`overlays/${overlay}/kustomization.yaml`, kustomization(['../../base', `${overlay}.yaml`]));
    files.set(`overlays/${overlay}/${overlay}.yaml`, toYaml(overlayManifests(overlay, context)));
  }
  return files;
}

function kustomization(resources: readonly string[]): string {
  return yamlDocument({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
}
