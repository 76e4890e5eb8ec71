/** Number of single-character insertions, deletions and substitutions between two texts (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

/**
 * The candidate a misspelt name most likely meant, ignoring case, underscores, dashes and spaces.
 *
 * @returns the nearest candidate within a third of its length (at least two edits), or undefined when none is near.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(plain(name), plain(candidate));
    if (distance < bestDistance && distance <= Math.max(2, candidate.length / 3)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The end of a message about an unknown name: `; did you mean "x"?` with the nearest candidate.
 *
 * @param otherwise the end when no candidate is near.
 */
export function didYouMean(name: string, candidates: Iterable<string>, otherwise = ''): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? otherwise : `; did you mean "${nearest}"?`;
}
