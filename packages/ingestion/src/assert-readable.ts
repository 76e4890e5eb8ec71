import { DqsError, type Logger } from '@dqs/core';

import type { IngestReport } from './report.js';
import type { TextRows } from './rows/common-texts.js';

/**
 * Checks that results were understood: rows that say neither pass nor fail are left out of every percentage, so too
 * many of them would leave a summary or a model of an unrepresentative rest. Fewer give a warning.
 *
 * @throws DqsError `input-too-many-unreadable` that names the most common texts.
 */
export function assertReadable(
  { rowsUsed, files, neitherTexts, ...report }: IngestReport,
  maxRatio: number,
  logger: Logger,
): void {
  // What a tool says it could not evaluate is understood.
  const neither = report.neither - files.reduce((sum, { tool }) => sum + (tool?.errors ?? 0), 0);
  if (neither === 0) return;
  if (neither <= rowsUsed * maxRatio) {
    const message = `${neither} of ${rowsUsed} results say neither pass nor fail; ${commonest(neitherTexts)}`;
    return logger.warn({ rowsUsed, neither, neitherTexts }, message);
  }
  const message =
    `expected at most ${percent(maxRatio)} of the results to say neither pass nor fail, but ${neither} of ${rowsUsed} ` +
    `(${percent(neither / rowsUsed)}) do; ${commonest(neitherTexts)}. A result is pass, passed, success, true or 1, or ` +
    'fail, failed, failure, false or 0, alone or as the "result" or "status" of a JSON object; if other values are ' +
    'intended, such as error or skipped, raise the limit (--max-unreadable-ratio); other words are told by ' +
    '--outcomes pass=OK,fail=KO';
  throw new DqsError('input-too-many-unreadable', message, { details: { rowsUsed, neither, neitherTexts, maxRatio } });
}

function percent(ratio: number): string {
  return `${Number((100 * ratio).toPrecision(6))} %`;
}

function commonest(texts: readonly TextRows[]): string {
  if (texts.length === 0) return 'a saved panel does not store their texts';
  return `the most common are ${texts.map(({ text, rows }) => `${visible(text)} (${rows} ${rows === 1 ? 'row' : 'rows'})`).join(', ')}`;
}

/** In quotes, with characters that a terminal would interpret or not show written as escapes. */
function visible(text: string): string {
  const escaped = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`;
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}
