import { openFile } from '../../inputs/bytes.js';
import { hashFile } from '../../inputs/inspect-file.js';
import { scanBinding } from '../../native/binding.js';
import type { ScannedFile } from '../../native/collect-scan.js';
import { scanChunks, scanFile } from '../../native/scan-file.js';
import { NeedsOtherReader, NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { ImportSettings } from '../import-settings.js';
import type { ImportContext, InputFile } from '../importer.js';
import type { ImportedFile } from '../record-sink.js';
import type { Header } from './read-header.js';

/**
 * Lets the native scanner count a delimited file.
 *
 * @throws NeedsRowReader, NeedsOtherReader where another reader must have it; DqsError as the scanner and the header do.
 */
export async function countNatively(
  { path, isGzip }: InputFile,
  { delimiter, layout, notes }: Header,
  { settings, tellBytes }: ImportContext,
): Promise<ImportedFile> {
  const binding = scanBinding();
  if (binding === null) throw new NeedsOtherReader('there is no native scanner for this machine');
  const { fingerprint, signal, scanMemoryMb: memoryLimitMb } = settings;
  const options = { ...settings, delimiter, memoryLimitMb };
  if (isGzip) {
    const source = openFile(path, true, signal);
    const counted = await scanChunks(binding, source.chunks, layout, options);
    return { sha256: source.sha256(), notes, ...told(counted, settings) };
  }
  const hash = fingerprint ? hashFile(path, signal) : undefined;
  // A fault of the file shows in the next reader too, should the scan give up before this is looked at.
  hash?.catch(() => undefined);
  const counted = await scanFile(binding, path, layout, { ...options, onBytes: tellBytes });
  return { sha256: await hash, notes, ...told(counted, settings) };
}

/** @throws NeedsRowReader where more has to be told of rejected rows than how many there are: only it knows their number and text. */
function told(counted: ScannedFile, { rejectsFile, maxRejectRatio }: ImportSettings): ScannedFile {
  const { rows, rowsUsed } = counted;
  const rejected = rows - rowsUsed;
  if (rejected > 0 && rejectsFile !== undefined) throw new NeedsRowReader('rejected rows are kept');
  if (rejected > rows * maxRejectRatio) throw new NeedsRowReader('too many rows are rejected');
  return counted;
}
