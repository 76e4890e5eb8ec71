import { join } from 'node:path';

import type { ParquetColumn } from '@dqs/ingestion';
import type { Summary, SummaryColumn } from '@dqs/summarizer';

import { textFile, type PlannedFile } from './write-together.js';

/** Every file that a summary may have, in the order they are planned. */
export const SUMMARY_FILES = [
  'full_summary.csv',
  'nl_all_rows.txt',
  'full_summary.parquet',
  'knowledge_base.jsonl',
  'digest.md',
] as const;

/** What is written beside the CSV and the sentences. */
export interface SummaryForms {
  readonly formats: readonly ('csv' | 'parquet' | 'jsonl')[];
  readonly digest: boolean;
  readonly escapeFormulas: boolean;
}

/** The files of a summary in a folder, by the forms that were asked for. */
export async function planFiles(folder: string, summary: Summary, forms: SummaryForms): Promise<PlannedFile[]> {
  const { csvRecords, digestMarkdown, knowledgeBaseLines, sentenceLines } = await import('@dqs/summarizer');
  const { escapeFormulas } = forms;
  const at = (name: string) => join(folder, name);
  const [csv, sentences, parquet, knowledgeBase, digest] = SUMMARY_FILES;
  const files = [
    textFile(at(csv), () => csvRecords(summary, { escapeFormulas })),
    textFile(at(sentences), () => sentenceLines(summary)),
  ];
  if (forms.formats.includes('parquet')) files.push(parquetFile(at(parquet), summary));
  if (forms.formats.includes('jsonl')) files.push(textFile(at(knowledgeBase), () => knowledgeBaseLines(summary)));
  if (forms.digest) files.push(textFile(at(digest), () => [digestMarkdown(summary)]));
  return files;
}

function parquetFile(path: string, summary: Summary): PlannedFile {
  return {
    path,
    produce: async (temporary) => {
      const { writeParquet } = await import('@dqs/ingestion');
      const { summaryColumns } = await import('@dqs/summarizer');
      await writeParquet(
        temporary,
        summaryColumns(summary).map((column) => parquetColumn(column, summary)),
      );
    },
  };
}

function parquetColumn({ name, kind, value }: SummaryColumn, { rows }: Summary): ParquetColumn {
  if (kind === 'date') return { name, type: 'date', values: rows.map(({ latestDay }) => latestDay) };
  const values = rows.map(value);
  if (kind === 'text' || kind === 'flag') return { name, type: 'text', values: values as string[] };
  return { name, type: kind === 'count' ? 'integer' : 'double', values: values as (number | undefined)[] };
}
