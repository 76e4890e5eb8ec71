// A report for Jest's coverageReporters: counts of every source file, and the lines that no test reaches, as
// coverage/coverage.json. An output of the Nx target, as the test counts are, so that a run answered from the cache brings
// its figures along; tools/workspace/coverage.mjs reads them.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

module.exports = class CoverageReport {
  execute(context) {
    const root = dirname(context.dir);
    const files = {};
    const onDetail = (node) => {
      const coverage = node.getFileCoverage();
      const { lines, branches } = coverage.toSummary();
      files[relative(root, coverage.path).split(sep).join('/')] = {
        lines: { covered: lines.covered, total: lines.total },
        branches: { covered: branches.covered, total: branches.total },
        missed: ranges(coverage.getUncoveredLines().map(Number), coverage.getLineCoverage()),
        halfTaken: Object.entries(coverage.getBranchCoverageByLine())
          .filter(([, { covered, total }]) => covered < total)
          .map(([line]) => Number(line)),
      };
    };
    context.getTree('flat').visit({ onDetail }, context);
    mkdirSync(context.dir, { recursive: true });
    writeFileSync(join(context.dir, 'coverage.json'), `${JSON.stringify(files)}\n`);
  }
};

/** `[[3, 7], [12, 12]]`: lines that no test reaches, joined over lines that hold no code. */
function ranges(missed, counts) {
  const found = [];
  let isOpen = false;
  for (const line of Object.keys(counts).map(Number)) {
    const isMissed = missed.includes(line);
    if (isMissed && isOpen) found.at(-1)[1] = line;
    else if (isMissed) found.push([line, line]);
    isOpen = isMissed;
  }
  return found;
}
