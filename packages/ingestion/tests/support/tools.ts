import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { formatDay, type DailyPanel } from '@dqs/core';

import { readPanel, type ReadOptions } from '../../src/index.js';
import { testFolder } from './logs.js';

/** Real result files of tools, beside the clone. */
export const FIXTURES = resolve(__dirname, '../../../../../shared/fixtures');

/** The fixtures, by their paths below {@link FIXTURES}; none where they are missing, which is said. */
export function fixtureFiles(): string[] {
  if (!existsSync(FIXTURES)) {
    console.warn('left out: the real result files ../shared/fixtures are not there');
    return [];
  }
  const folders = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => readdirSync(join(FIXTURES, name)).map((file) => `${name}/${file}`)).sort();
}

/** A panel as lines `source|dataset|rule|date pass/fail/error`. */
export function panelLines({ keys, cells }: DailyPanel): string[] {
  return Array.from(cells.key, (index, at) => {
    const { source, datasetUuid, ruleCode } = keys[index]!;
    const counts = [cells.passes, cells.fails, cells.errors].map((column) => column[at]!);
    return `${source}|${datasetUuid}|${ruleCode}|${formatDay(cells.day[at]!)} ${counts.join('/')}`;
  });
}

/** A scratch folder whose documents are read as results of tools. */
export function documentReader() {
  const at = testFolder();
  /** Writes a document and returns its path; a text is written as it is. */
  const put = (name: string, document: unknown): string => {
    writeFileSync(at(name), typeof document === 'string' ? document : JSON.stringify(document));
    return at(name);
  };
  /** Reads documents, which are written by their names first, in the order of the names. */
  const read = async (documents: Readonly<Record<string, unknown>>, options: ReadOptions = {}) => {
    const paths = Object.entries(documents).map(([name, document]) => put(name, document));
    const { panel, report, ...rest } = await readPanel(paths, { onlyTools: true, ...options });
    return { ...rest, panel, report, lines: panelLines(panel) };
  };
  return { at, put, read };
}
