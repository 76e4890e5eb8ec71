/** A longer `Accept-Encoding` is looked at so far. */
const MOST_CHARACTERS = 1000;

/** Whether an `Accept-Encoding` names an encoding, and not with a weight of nothing. */
export function acceptsEncoding(header: string | string[] | undefined, encoding: string): boolean {
  return String(header ?? '')
    .slice(0, MOST_CHARACTERS)
    .toLowerCase()
    .split(',')
    .some((one) => {
      const [name, ...parameters] = one.split(';').map((part) => part.trim());
      return name === encoding && !parameters.some((part) => Number(part.replace(/^q\s*=\s*/, '')) === 0);
    });
}
