import { consumerEnvironment } from './support/consumer.js';
import { runProcess } from './support/process.js';
import { read, root } from './support/workspace.js';

/** Projects that a change of the file can reach, as `npm run check -- --affected` sees them. */
function affectedBy(file: string): string[] {
  const args = ['nx', 'show', 'projects', '--affected', `--files=${file}`];
  const { code, stdout, output } = runProcess('npx', args, root, consumerEnvironment(root));
  if (code !== 0) throw new Error(output);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('the project of the workspace’s own tests', () => {
  it('is reached by every change, since these tests look at documents, packages and tools alike', () => {
    expect(affectedBy('docs/errors.md')).toEqual(['workspace']);
    expect(affectedBy('tools/workspace/steps.mjs')).toEqual(['workspace']);
    expect(affectedBy('packages/summarizer/src/index.ts')).toEqual(expect.arrayContaining(['summarizer', 'workspace']));
    expect(affectedBy('packages/summarizer/src/index.ts')).not.toContain('registry');
  });

  it('has the targets that the others have', () => {
    const { targets } = JSON.parse(read('tests/project.json')) as { targets: Record<string, unknown> };
    expect(Object.keys(targets).sort()).toEqual(['lint', 'test', 'typecheck']);
  });
});
