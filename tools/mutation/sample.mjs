// A checker of Stryker's that lets a part of the changes through: what a whole run tells in a night, a sample tells in an hour, with a
// margin. Which changes are taken depends on the change alone, so that a second run looks at the same ones.
import { createHash } from 'node:crypto';
import { relative } from 'node:path';

/** Of so many parts of all changes one is tried. */
const ONE_IN = Number(process.env.DQS_MUTATION_ONE_IN);
const PART = Number(process.env.DQS_MUTATION_PART ?? 1);

/** Whether a change is one of the sample. */
function isTaken({ fileName, location, replacement }) {
  const text = JSON.stringify([relative(process.cwd(), fileName), location, replacement]);
  return createHash('sha256').update(text).digest().readUInt32BE() % ONE_IN === PART - 1;
}

class SampleChecker {
  async init() {}

  async check(mutants) {
    // Stryker leaves what does not compile out of every count.
    const left = { status: 'compileError', reason: 'not in the sample' };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, isTaken(mutant) ? { status: 'passed' } : left]));
  }
}

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', injectableClass: SampleChecker }];
