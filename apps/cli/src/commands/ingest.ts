import type { Command } from '@commander-js/extra-typings';

import { defineCommand } from './define.js';

/** `dqs ingest`: keeps a saved panel up to date. */
export function defineIngest(program: Command): void {
  defineCommand(program, {
    name: 'ingest',
    summary: 'add logs to a saved panel, or start one',
    description:
      'The panel holds one row for each dataset, rule and day. It remembers which files it has counted, so that the ' +
      'same file is never counted twice.',
    examples: [
      'dqs ingest history.csv.gz --panel panel.parquet',
      'dqs ingest "logs/2025-05-*.jsonl" --panel panel.parquet --rejects rejects.jsonl',
      'zcat today.csv.gz | dqs ingest - --panel panel.parquet',
    ],
    positional: { setting: 'input', syntax: '[inputs...]' },
    work: async () => ({ json: {}, text: () => '' }),
  });
}
