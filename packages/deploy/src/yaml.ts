import { stringify } from 'yaml';

import type { Manifest } from './manifest.js';

/** Objects as YAML, one document each, as `kubectl apply -f -` takes them. */
export function toYaml(objects: readonly Manifest[]): string {
  return objects.map(yamlDocument).join('---\n');
}

/** Any value as one YAML document: no anchors, no folded lines. */
export function yamlDocument(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
