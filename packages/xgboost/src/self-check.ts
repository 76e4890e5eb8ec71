import { native } from './binding.js';
import { DMatrix } from './dmatrix/dmatrix.js';
import { loadLibrary, type LibraryInfo } from './library.js';
import { train } from './training/train.js';

/** Whether XGBoost works in this process. Plain data. */
export interface SelfCheck {
  readonly ok: boolean;
  /** The XGBoost library, which is not part of this package; undefined if none can be used. */
  readonly library: LibraryInfo | undefined;
  /** File of the native module; undefined if none could be loaded. */
  readonly binary: string | undefined;
  /** Threads that OpenMP would use by default; 0 if there is no native module. */
  readonly threads: number;
  /** What was tried and worked, in order. */
  readonly checked: readonly string[];
  /** What went wrong; undefined if all is well. */
  readonly problem?: string;
}

const ROWS = 100;

/**
 * Tries what everything else rests on: loads the native module and the XGBoost library, trains a tiny model and predicts
 * with it. It never throws; takes some milliseconds.
 *
 * @example
 * const { ok, library, problem } = await selfCheck();
 */
export async function selfCheck(): Promise<SelfCheck> {
  const checked: string[] = [];
  let threads = 0;
  let library: LibraryInfo | undefined;
  const report = () => ({ library, binary: native.path, threads, checked });
  try {
    threads = native().processors();
    checked.push('native module loaded');
    library = loadLibrary();
    checked.push('library loaded');
    await tinyModel();
    checked.push('model trained', 'rows predicted');
    return { ok: true, ...report() };
  } catch (error) {
    return { ok: false, ...report(), problem: error instanceof Error ? error.message : String(error) };
  }
}

async function tinyModel(): Promise<void> {
  const values = Float32Array.from({ length: ROWS }, (_, i) => i);
  const data = await DMatrix.from([values], { label: values, threads: 1 });
  try {
    const { booster } = await train({ objective: 'reg:squarederror', verbosity: 0, nthread: 1 }, data, { rounds: 5 });
    try {
      const [first = Number.NaN, ...others] = booster.predictSync([values]);
      if (!(first < others.at(-1)!)) throw new Error(`a line was learned as ${first} to ${others.at(-1)}`);
    } finally {
      booster.close();
    }
  } finally {
    data.close();
  }
}
