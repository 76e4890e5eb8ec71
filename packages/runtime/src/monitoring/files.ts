import { boardFiles } from './boards.js';
import { ruleFile, ruleTests } from './rules.js';

/** Every file of `monitoring/` by its name: boards as JSON, what Prometheus reads as YAML. */
export function monitoringTexts(): ReadonlyMap<string, string> {
  const boards = [...boardFiles()].map(([name, board]) => [name, JSON.stringify(board)] as const);
  return new Map([...boards, ['rules.yml', yaml(ruleFile())], ['rules.test.yml', yaml(ruleTests())]]);
}

/** Plain YAML of plain data: blocks, and texts in double quotes as JSON has them. */
function yaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((one) => `${indent}- ${yaml(one, `${indent}  `).trimStart()}`).join('');
  if (typeof value !== 'object' || value === null) return `${JSON.stringify(value)}\n`;
  return Object.entries(value)
    .map(([key, one]: [string, unknown]) => {
      const isBlock = typeof one === 'object' && one !== null;
      return isBlock ? `${indent}${key}:\n${yaml(one, `${indent}  `)}` : `${indent}${key}: ${yaml(one)}`;
    })
    .join('');
}
