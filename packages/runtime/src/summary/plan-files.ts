import { join } from 'node:path';

import { textFile, type PlannedFile } from '@dqs/core/io';
import { writeParquet, type ParquetColumn } from '@dqs/ingestion';
import {
  csvRecords,
  digestMarkdown,
  knowledgeBaseLines,
  sentenceLines,
  summaryColumns,
  type Summary,
  type SummaryColumn,
} from '@dqs/summarizer';

import { SUMMARY_FILES } from '../places/summary-files.js';

/** What is written beside the CSV and the sentences. */
export interface SummaryForms {
  readonly formats: readonly ('csv' | 'parquet' | 'jsonl')[];
  readonly digest: boolean;
  readonly escapeFormulas: boolean;
}

/** The files of a summary in a folder, by the forms that were asked for. */
export function planFiles(folder: string, summary: Summary, forms: SummaryForms): PlannedFile[] {
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
