/** A line of a change: kept, added or removed, with its number in the text that it stands in. */
export interface DiffLine {
  readonly kind: 'same' | 'add' | 'del';
  readonly number: number;
  readonly text: string;
}

/** Lines around a change that are shown. */
const CONTEXT = 3;
/** Texts that differ in more lines than this are told apart as a whole: the table of them would be too large. */
const MOST_CELLS = 4_000_000;

/** How one text becomes another, line by line, by the longest lines that both have in order. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [oldOnes, newOnes] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const same = (from: number, to: number): DiffLine[] =>
    b.slice(from, to).map((text, i) => ({ kind: 'same', number: from + i + 1, text }));
  return [
    ...same(0, start),
    ...changed(oldOnes, newOnes).map((one) => ({ ...one, number: one.number + start })),
    ...same(b.length - end, b.length),
  ];
}

function changed(a: readonly string[], b: readonly string[]): DiffLine[] {
  const removed = (i: number): DiffLine => ({ kind: 'del', number: i + 1, text: a[i]! });
  const added = (j: number): DiffLine => ({ kind: 'add', number: j + 1, text: b[j]! });
  if (a.length * b.length > MOST_CELLS) return [...a.keys()].map(removed).concat([...b.keys()].map(added));
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', number: j + 1, text: b[j]! });
      [i, j] = [i + 1, j + 1];
    } else if (j === b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      lines.push(removed(i));
      i += 1;
    } else {
      lines.push(added(j));
      j += 1;
    }
  }
  return lines;
}

/** The changed lines with a few around them; what is left out between two is null. */
export function shortDiff(lines: readonly DiffLine[]): readonly (DiffLine | null)[] {
  const near = (i: number) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ kind }) => kind !== 'same');
  const shown: (DiffLine | null)[] = [];
  lines.forEach((line, i) => {
    if (near(i)) shown.push(line);
    else if (shown.length > 0 && shown.at(-1) !== null) shown.push(null);
  });
  return shown.at(-1) === null ? shown.slice(0, -1) : shown;
}
