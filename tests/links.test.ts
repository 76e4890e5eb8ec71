import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { headingAnchors, internalLinks } from './support/markdown.js';
import { productFiles, read, root } from './support/workspace.js';

/** Why the link leads nowhere, or undefined when it is fine. */
function problemOf(file: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const linked = path === '' ? file : normalize(join(dirname(file), path));
  if (linked.startsWith('..')) return linked.startsWith('../shared') ? undefined : 'leads out of the workspace';
  if (!existsSync(join(root, linked))) return 'no such file';
  if (anchor === undefined || !linked.endsWith('.md')) return undefined;
  return headingAnchors(read(linked)).includes(anchor) ? undefined : `no heading with the anchor #${anchor}`;
}

describe('links between Markdown files', () => {
  it.each(productFiles('*.md'))('%s: every link leads somewhere', (file) => {
    const broken = internalLinks(read(file)).flatMap(({ line, target }) => {
      const problem = problemOf(file, target);
      return problem === undefined ? [] : [`${file}:${line}: ${target}: ${problem}`];
    });
    expect(broken).toEqual([]);
  });
});
