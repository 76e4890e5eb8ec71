// Lints texts as if they stood in given files. Its own process, because ESLint loads its configuration with import().
// Standard input: [{ file, text }]; standard output: for each the messages of the rules on imports.
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const RULES = ['@nx/enforce-module-boundaries', 'local/no-cycle'];
const root = process.argv[2];
const eslint = new ESLint({ cwd: root });
const answers = [];
for (const probe of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(probe.text, { filePath: join(root, probe.file) });
  answers.push(result.messages.filter(({ ruleId }) => RULES.includes(ruleId)).map(({ message }) => message));
}
console.log(JSON.stringify(answers));
