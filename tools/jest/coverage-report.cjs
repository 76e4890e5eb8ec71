// A report for Jest's coverageReporters: which lines and branches of every source file were reached, as coverage/coverage.json. An
// output of the Nx target, as the test counts are, so that a run answered from the cache brings its figures along;
// tools/workspace/coverage.mjs reads them.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

module.exports = class CoverageReport {
  execute(context) {
    const root = dirname(context.dir);
    const files = {};
    const onDetail = (node) => {
      const coverage = node.getFileCoverage();
      files[relative(root, coverage.path).split(sep).join('/')] = {
        lines: Object.entries(coverage.getLineCoverage()).map(([line, hits]) => [Number(line), hits > 0 ? 1 : 0]),
        branches: Object.entries(coverage.b).flatMap(([id, ways]) =>
          ways.map((hits) => [coverage.branchMap[id].loc.start.line, hits > 0 ? 1 : 0]),
        ),
      };
    };
    context.getTree('flat').visit({ onDetail }, context);
    mkdirSync(context.dir, { recursive: true });
    writeFileSync(join(context.dir, 'coverage.json'), `${JSON.stringify(files)}\n`);
  }
};
