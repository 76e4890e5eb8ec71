/** A policy with an entry before the one of a line, as deep as that one. */
export function withEntry(text: string, entry: string, line: number): string {
  const lines = text.split('\n');
  const at = lines.findLastIndex((one, i) => i < line && /^\s*-/.test(one));
  if (at < 0 || at < line - 2)
    throw new Error('The entries of the policy are not written one a line: copy the entry instead.');
  const [depth = ''] = /^\s*/.exec(lines[at]!) ?? [];
  return [...lines.slice(0, at), ...entry.split('\n').map((one) => depth + one), ...lines.slice(at)].join('\n');
}
