/** A parameter in readable form; empty if it was absent. */
export function valueText(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}
