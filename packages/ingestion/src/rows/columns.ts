/** The columns an input must have, under these names or those of a mapping. */
export const REQUIRED_COLUMNS = ['dataset_name', 'business_date', 'rule_code', 'results'] as const;

/** Columns that an input should have; what stands for a missing one is said in the notes of the report. */
export const REPLACED_COLUMNS = ['source', 'tenant_id', 'dataset_uuid'] as const;

/** The columns an input may have; a missing one reads as empty in every row. */
export const OPTIONAL_COLUMNS = [
  'level_of_execution',
  'attribute_name',
  'dataset_record_count',
  'filtered_record_count',
  'row_count',
] as const;

/** Every column that is read. `context_id` and unknown columns are ignored. */
export const COLUMNS = [...REPLACED_COLUMNS, ...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS] as const;

/** A column that is read. */
export type ColumnName = (typeof COLUMNS)[number];

/** What `source` and `tenant_id` are in inputs that have no such column. */
export const DEFAULT_TEXT = 'default';
