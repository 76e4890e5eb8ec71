import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support/workspace.js';

/** Lines of a source that the rule reports. */
function reportedLines(source: string): number[] {
  const script = `
    import { Linter } from 'eslint';
    import tseslint from 'typescript-eslint';
    import rule from ${JSON.stringify(pathToFileURL(join(root, 'tools', 'eslint', 'no-input-keys.mjs')).href)};
    const config = {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { local: { rules: { rule } } },
      rules: { 'local/rule': 'error' },
    };
    const messages = new Linter().verify(process.argv[1], [config], 'x.ts');
    console.log(JSON.stringify(messages.map(({ line, ruleId, message }) => (ruleId === 'local/rule' ? line : message))));`;
  const args = ['--input-type=module', '-e', script, source];
  const env = { ...process.env, NODE_OPTIONS: '' };
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', env })) as number[];
}

describe('the rule about objects whose keys come from elsewhere', () => {
  it('finds writes, counts, deletions, look-ups and tests by name', () => {
    const source = [
      'const counts: Record<string, number> = {};', // 1
      'counts[name] = 1;',
      'counts[name] += 1;',
      'delete counts[name!];',
      'const anything = {};', // 5
      'anything[name as string] = 1;',
      "const WORDS: Readonly<Record<string, string>> = { a: 'b' };",
      'const word = WORDS[name] ?? name;',
      'if (name in WORDS) work();',
      'class A { readonly #by: { [name: string]: number } = {}; add(n: string) { this.#by[n] = 1; } }', // 10
      'function f(into: Partial<Record<string, number>>, n: string) { into[n] = 1; }',
    ];
    expect(reportedLines(source.join('\n'))).toEqual([2, 3, 4, 6, 8, 9, 10, 11]);
  });

  it('passes over maps, objects without a prototype, lists, own keys, closed types and guarded look-ups', () => {
    const source = [
      'const counts = Object.create(null) as Record<string, number>; counts[name] = 1;',
      'const more: Record<string, unknown> = { __proto__: null, ...counts }; more[name] = 1;',
      "const known: Record<string, number> = {}; known['a'] = 1; known.b = 2;",
      "const closed: Record<'a' | 'b', number> = { a: 1, b: 2 }; closed[name] = 3;",
      'const list: number[] = []; list[i] = 1;',
      'const TABLE: Record<string, number> = { a: 1 }; const x = Object.hasOwn(TABLE, name) ? TABLE[name] : undefined;',
      'const map = new Map(); map.set(name, 1);',
    ];
    expect(reportedLines(source.join('\n'))).toEqual([]);
  });
});
