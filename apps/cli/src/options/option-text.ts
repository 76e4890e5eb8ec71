/** How one option is written on the command line and explained in `--help`. */
export interface OptionText {
  readonly flags: string;
  readonly description: string;
}
