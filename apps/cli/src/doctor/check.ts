/** One thing that was tried. Survives JSON. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, in words. */
  readonly found: string;
  /** What to do where it is not well. */
  readonly advice?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}
