/** How one option is written on the command line and explained in `--help`. */
export interface OptionText {
  readonly flags: string;
  readonly description: string;
  /** Of a path: whether the run reads what is there, writes it, or keeps there what it reads and writes. */
  readonly place?: 'input' | 'output' | 'kept';
}
