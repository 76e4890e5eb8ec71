const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const PROJECT = 'apps/cli';

/** The first words of the commands that the program defines, each once: `ingest`, `registry`, … */
function commandWords(root) {
  const folder = join(root, PROJECT, 'src', 'definitions');
  const names = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/^ {4}name: '([a-z -]+)',$/gm)].map(([, name]) => name.split(' ')[0]);
  });
  return [...new Set(names)];
}

/** One target for each command of the program, so that `nx run cli:train -- …` builds it and runs it. */
exports.createNodesV2 = [
  `${PROJECT}/package.json`,
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const targets = commandWords(workspaceRoot).map((word) => [
        word,
        {
          executor: './tools/nx-run:cli',
          cache: false,
          options: { entry: `${PROJECT}/dist/main.js`, prefix: [word] },
          dependsOn: ['build'],
        },
      ]);
      return [file, { projects: { [PROJECT]: { targets: Object.fromEntries(targets) } } }];
    }),
];
