import { follow, notNamed, runTests } from './support/recipe.js';
import { RECIPES } from './support/recipes.js';
import { copyWorkspace } from './support/workspace-copy.js';
import type { WorkspaceCopy } from './support/workspace-copy.js';

jest.setTimeout(10 * 60_000);

let copy: WorkspaceCopy;
beforeAll(() => {
  copy = copyWorkspace();
});
afterAll(() => copy?.remove());

describe.each(RECIPES.map((recipe) => [recipe.heading, recipe] as const))('%s', (heading, { changes, proofs }) => {
  it('takes changes of the files that CONTRIBUTING.md names, and of no others', () => {
    expect(notNamed(heading, changes)).toEqual([]);
  });

  it('is done by them', () => {
    follow(copy, changes);
    for (const { project, files, title } of proofs) {
      const { code, output } = runTests(copy, project, files, title);
      expect(`${code} ${output}`).toMatch(/^0 [^]*Tests:.* [1-9]\d* passed/);
    }
  });
});
