/** The interval of Wilson (1927) for a share of hits, of a confidence of 95 % by default; 0 to 1 without any. */
export function wilson(hits: number, of: number, z = 1.959964): readonly [low: number, high: number] {
  if (of === 0) return [0, 1];
  const share = hits / of;
  const scale = 1 + (z * z) / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
