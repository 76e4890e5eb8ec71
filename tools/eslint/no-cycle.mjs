// A rule against files that import each other, directly or over others. A circle of types counts too: it does no harm when
// the program starts, but its files cannot be read, moved or tested one without the other.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Of files that were read before: what they import, and when they were last changed (an editor keeps this process). */
const known = new Map();

/** The relative imports of a text, of values, of types and on demand: the file each leads to, and where it stands. */
const importsOf = (file, text) =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName, pos, end }) => ({ target: fileOf(resolve(dirname(file), fileName)), pos, end }))
    .filter(({ target }) => target !== undefined);

/** The source that an import names: `./x.js` is `x.ts` or `x.tsx` where one of these is there. */
function fileOf(path) {
  const stem = path.replace(/\.js$/, '');
  return [`${stem}.ts`, `${stem}.tsx`, path].find((candidate) => existsSync(candidate));
}

function targetsOf(file) {
  const { mtimeMs } = statSync(file);
  const before = known.get(file);
  if (before?.mtimeMs === mtimeMs) return before.targets;
  const targets = importsOf(file, readFileSync(file, 'utf8')).map(({ target }) => target);
  known.set(file, { mtimeMs, targets });
  return targets;
}

/** The shortest way from one of the files back to `goal`, undefined where there is none. */
function wayBack(goal, from) {
  const reachedFrom = new Map(from.map((file) => [file, undefined]));
  for (const file of reachedFrom.keys()) {
    if (file === goal || targetsOf(file).includes(goal)) return wayTo(file, reachedFrom);
    for (const target of targetsOf(file)) if (!reachedFrom.has(target)) reachedFrom.set(target, file);
  }
  return undefined;
}

const wayTo = (file, reachedFrom) => (file === undefined ? [] : [...wayTo(reachedFrom.get(file), reachedFrom), file]);

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { circle: 'expected no circle of imports, got {{circle}}; move what both need into a file of its own' },
  },
  create(context) {
    return {
      Program() {
        const file = context.physicalFilename;
        const imports = importsOf(file, context.sourceCode.text);
        const way = wayBack(
          file,
          imports.map(({ target }) => target),
        );
        if (way === undefined) return;
        const { pos, end } = imports.find(({ target }) => target === way[0]);
        const names = [file, ...way, file].map((one) => relative(context.cwd, one));
        const [start, stop] = [pos, end].map((index) => context.sourceCode.getLocFromIndex(index));
        context.report({ loc: { start, end: stop }, messageId: 'circle', data: { circle: names.join(' → ') } });
      },
    };
  },
};
