import type { CommonTexts } from '../rows/common-texts.js';
import type { PanelAccumulator } from '../panel/panel-accumulator.js';
import type { RejectReason } from '../rows/interpret.js';

/** All that was read from one input. */
export interface ImportedFile {
  readonly panel: PanelAccumulator;
  readonly rows: number;
  readonly rowsUsed: number;
  /** How often each reason occurred; reasons that did not occur are absent. */
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly unparsableCounts: number;
  /** Results texts that say neither pass nor fail; absent where they are not known. */
  readonly neitherTexts?: CommonTexts;
  /** sha256 of the bytes as stored, in hex; absent where it was not asked for. */
  readonly sha256?: string | undefined;
  /** What the report calls the input. @default the importer's name */
  readonly format?: 'panel';
}
