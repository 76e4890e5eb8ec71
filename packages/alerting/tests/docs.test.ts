import type { JsonSchema } from '@dqs/core/yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { policyJsonSchema } from '../src/policy/json-schema.js';
import { readPolicy } from '../src/policy/read-policy.js';
import { conditionVocabulary } from '../src/policy/vocabulary-list.js';
import { runPolicyTests } from '../src/simulate/policy-tests.js';

const TEXT = readFileSync(join(__dirname, '../../../docs/alerting.md'), 'utf8');
const rows = TEXT.split('\n').filter((line) => line.startsWith('| `'));

describe('docs/alerting.md', () => {
  it('shows a policy that is read without a doubt and passes its own tests', () => {
    const { policy, doubts } = readPolicy(/```yaml\n([\s\S]*?)```/.exec(TEXT)![1]!, 'policy.yaml');
    expect(doubts).toEqual([]);
    expect(runPolicyTests(policy).map(({ failures }) => failures)).toEqual([[]]);
  });

  it('lists what conditions may say, as they are declared', () => {
    const listed = conditionVocabulary().map(
      ({ level, name, type, meaning }) => `${level}: ${name}: ${type}: ${meaning}`,
    );
    const written = rows
      .map((row) => row.split('|').map((cell) => cell.trim()))
      .filter((cells) => cells.length === 6)
      .map(([, name, level, type, meaning]) => `${level}: ${name!.replaceAll('`', '')}: ${type}: ${meaning}`);
    expect(written).toEqual(listed);
  });

  it('names every key of the schema', () => {
    const missing = new Set<string>();
    const walk = (node: JsonSchema) => {
      for (const [name, one] of Object.entries(node.properties ?? {})) {
        if (!new RegExp(`(?:^|[\`{ ])${name}(?:\`|:|,)`, 'm').test(TEXT)) missing.add(name);
        walk(one);
      }
      const inner = [
        node.items,
        ...(node.anyOf ?? []),
        typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined,
      ];
      for (const one of inner) if (one) walk(one);
    };
    walk(policyJsonSchema());
    expect([...missing]).toEqual([]);
  });
});
