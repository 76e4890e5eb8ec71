import type { JsonSchema } from '@dqs/core/yaml';

import { policyJsonSchema } from '../../src/policy/json-schema.js';

describe('the JSON schema for editors', () => {
  const schema = policyJsonSchema();
  const at = (path: readonly string[]): JsonSchema =>
    path.reduce<JsonSchema>((found, name) => {
      const next =
        name === '[]' ? found.items : (found.properties?.[name] ?? (found.additionalProperties as JsonSchema));
      return (
        next ?? found.anyOf!.map((one) => (name === '[]' ? one.items : one.properties?.[name])).find((one) => one)!
      );
    }, schema);

  it('closes every mapping of the policy, says what is required, and describes each name', () => {
    const open: string[] = [];
    const walk = (node: JsonSchema, path: string) => {
      if (node.properties && node.additionalProperties !== false) open.push(path);
      for (const [name, one] of Object.entries(node.properties ?? {})) walk(one, `${path}.${name}`);
      for (const one of [node.items, ...(node.anyOf ?? [])]) if (one) walk(one, `${path}[]`);
    };
    walk(schema, '');
    expect(open).toEqual([]);
    expect(schema.required).toEqual(['apiVersion', 'kind', 'rules', 'routes', 'receivers']);
    expect(at(['rules', '[]']).required).toEqual(['id', 'when']);
    expect(at(['rules', '[]', 'level']).enum).toEqual(['series', 'source', 'model', 'system']);
    expect(at(['receivers', 'page', 'pagerduty']).required).toEqual(['routing_key']);
    expect(at(['defaults', 'target'])).toMatchObject({ type: 'number', minimum: 0, maximum: 100, default: 100 });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
