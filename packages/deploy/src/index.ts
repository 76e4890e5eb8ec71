export { chartFiles } from './files/chart.js';
export { kustomizeFiles } from './files/kustomize.js';
export type { Manifest } from './manifest.js';
export { manifests, NAMESPACE, OVERLAYS, type ManifestOptions, type Overlay } from './manifests.js';
export type { DeploySettings } from './settings.js';
export { toYaml } from './yaml.js';
