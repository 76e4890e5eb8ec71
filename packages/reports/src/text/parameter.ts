/** A parameter as people read it; empty where it was not there. */
export function valueText(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}
