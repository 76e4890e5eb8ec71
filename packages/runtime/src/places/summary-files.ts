/** Every file that a summary may have, in the order they are planned. */
export const SUMMARY_FILES = [
  'full_summary.csv',
  'nl_all_rows.txt',
  'full_summary.parquet',
  'knowledge_base.jsonl',
  'digest.md',
] as const;
