/** A fenced code block. */
export interface CodeBlock {
  /** First word after the fence, lower case; '' when there is none. */
  readonly language: string;
  /** The rest of the fence's line. */
  readonly note: string;
  readonly code: string;
  /** Line of the first line of code, counted from 1. */
  readonly line: number;
}

/** A link of a Markdown text. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** Fenced code blocks in order. A fence is three or more backticks, indented or not. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; language: string; note: string; line: number; code: string[] } | undefined;
  markdown.split('\n').forEach((text, index) => {
    const fence = /^\s*(`{3,})\s*(\S*)\s*(.*)$/.exec(text);
    if (open === undefined) {
      if (fence)
        open = { fence: fence[1]!, language: fence[2]!.toLowerCase(), note: fence[3]!, line: index + 2, code: [] };
    } else if (fence && fence[1]!.length >= open.fence.length && fence[2] === '') {
      blocks.push({ language: open.language, note: open.note, line: open.line, code: open.code.join('\n') });
      open = undefined;
    } else open.code.push(text);
  });
  return blocks;
}

/** The cells of each table, row by row; the first row is its header. A `|` within a cell is not seen. */
export function tables(markdown: string): string[][][] {
  const found: string[][][] = [];
  let isInside = false;
  for (const line of markdown.split('\n')) {
    const isRow = line.startsWith('|');
    if (isRow && !isInside) found.push([]);
    isInside = isRow;
    if (isRow && !/^[|\s:-]+$/.test(line))
      found.at(-1)!.push(
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
  }
  return found;
}

/** Links to other files of the workspace and to headings; links with a scheme (`https:`, `mailto:`) are not internal. */
export function internalLinks(markdown: string): Link[] {
  return withoutCode(markdown).flatMap((text, index) =>
    [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)]
      .map((match) => ({ target: decodeURI(match[1]!), line: index + 1 }))
      .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target)),
  );
}

/** Anchors that GitHub makes of a text's headings: lower case, punctuation dropped, spaces as dashes, repeats numbered. */
export function headingAnchors(markdown: string): string[] {
  const seen = new Map<string, number>();
  return withoutCode(markdown, true).flatMap((text) => {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(text);
    if (!heading) return [];
    const words = heading[1]!.toLowerCase().replace(/[`*]/g, '');
    const anchor = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const repeats = seen.get(anchor) ?? 0;
    seen.set(anchor, repeats + 1);
    return [repeats === 0 ? anchor : `${anchor}-${repeats}`];
  });
}

/** Lines with fenced blocks blanked, and inline code too unless it is kept. */
function withoutCode(markdown: string, keepInline = false): string[] {
  const lines = markdown.split('\n');
  for (const block of codeBlocks(markdown)) {
    const length = block.code.split('\n').length;
    for (let line = block.line - 1; line < block.line - 1 + length; line += 1) lines[line] = '';
  }
  return keepInline ? lines : lines.map((line) => line.replace(/`[^`]*`/g, ''));
}
