import { csvFields, DqsError } from '@dqs/core';
import type { CalendarEvent } from '@dqs/features';

import { smallFileText } from '../settings/small-file.js';

/** Largest file of events: 10,000 with names as long as they may be. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Reads events from a CSV file: a header with the columns `date` and `name`, in any order and beside others, and an event a
 * line. The values are checked where the group is made.
 *
 * @throws DqsError `config-invalid` if the file cannot be read, is no such CSV, or has no event.
 */
export async function readEvents(path: string): Promise<CalendarEvent[]> {
  const text = await smallFileText(path, MOST_BYTES, (reason, cause) => invalid(path, reason, cause));
  const lines = text.split(/\r\n|\n|\r/).map((line, i) => ({ line, number: i + 1 }));
  const [header, ...records] = lines.filter(({ line }) => line.trim() !== '').map((one) => fieldsOf(one, path));
  const names = (header ?? []).map((name) => name.trim().toLowerCase());
  const [date, name] = [names.indexOf('date'), names.indexOf('name')];
  if (date < 0 || name < 0) {
    throw invalid(path, `expected the columns date and name in its first line, got ${told(names.join(', '))}`);
  }
  if (records.length === 0) throw invalid(path, 'expected an event a line after the header, got none');
  return records.map((fields) => ({ date: (fields[date] ?? '').trim(), name: (fields[name] ?? '').trim() }));
}

function fieldsOf({ line, number }: { readonly line: string; readonly number: number }, path: string): string[] {
  const fields = csvFields(line, ',');
  if (fields) return fields.map(({ text }) => text);
  throw invalid(path, `line ${number}: expected quotes in pairs around a field, got ${told(line)}`);
}

/** A text as it is told, cut where it is long. */
function told(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function invalid(path: string, reason: string, cause?: unknown): DqsError {
  return new DqsError('config-invalid', `expected a CSV file of events at ${path}: ${reason}`, {
    cause,
    details: { path },
  });
}
