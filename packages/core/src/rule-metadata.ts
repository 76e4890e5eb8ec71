/** Metadata of a rule; texts as in the rule file. */
export interface RuleMetadata {
  /** Short name: `ROW_COUNT`. */
  readonly ruleName: string;
  /** `DATASET`, `ATTRIBUTE`, … */
  readonly ruleType: string;
  /** Quality dimension: `Completeness`, `Timeliness`, … */
  readonly dimension: string;
  /** One sentence on what the rule requires. */
  readonly ruleDescription: string;
  /** `C1`, `C2`, …; a file may also say 1 or "1". */
  readonly category: string;
}

/** Metadata by rule code. Codes are text, normalised like those of the log (`101.0` is `101`, `007` stays). */
export type RuleCatalogue = ReadonlyMap<string, RuleMetadata>;
