/** A number with a fixed number of digits; an empty text for a missing one. */
export function fixed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  // Avoids -0.00.
  return (Object.is(value, -0) || Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toFixed(digits);
}

/** A share as a percentage: 97.5 %; an empty text for a missing one. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '' : `${fixed(100 * share, 1)} %`;
}

/** A whole number with thousands separated: 1,000,000. */
export function whole(value: number): string {
  // Number.toLocaleString does the same, but its tables take 20 ms to load.
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A number of things with thousands separated: 1 page, 2,000 pages. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** Bytes in a suitable unit: 3.2 MB. */
export function byteSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
}

/** Milliseconds in readable form: 12 ms, 3.4 s. */
export function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
