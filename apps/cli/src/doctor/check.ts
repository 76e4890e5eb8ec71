/** The result of one check. Survives JSON. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** The finding, in words. */
  readonly found: string;
  /** The remedy, if the check did not pass. */
  readonly advice?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}
