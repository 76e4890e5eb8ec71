/** A part of a runbook. */
export type Block =
  | { readonly kind: 'heading' | 'text' | 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** The parts of a runbook without its title: headings, code, lists and text, as our runbooks use them. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  // Code is cut out first: what stands in it means nothing.
  markdown.split(/^```\w*\n/m).forEach((part, i) => {
    if (i % 2 === 1) blocks.push({ kind: 'code', text: part.trimEnd() });
    else for (const paragraph of part.split(/\n{2,}/)) blocks.push(...blockOf(paragraph.trim()));
  });
  return blocks;
}

function blockOf(text: string): readonly Block[] {
  if (text === '' || text.startsWith('# ')) return [];
  if (text.startsWith('## ')) return [{ kind: 'heading', text: text.slice(3) }];
  if (!text.startsWith('- ')) return [{ kind: 'text', text: inLine(text) }];
  return [{ kind: 'list', items: text.slice(2).split(/\n- /).map(inLine) }];
}

function inLine(text: string): string {
  const line = text.split('\n').map((one) => one.trim());
  return withoutLinks(line.join(' '));
}

/** A link of a runbook leads to a file beside it: its words stay. */
function withoutLinks(text: string): string {
  let [shown, rest] = ['', text];
  for (;;) {
    const middle = rest.indexOf('](');
    const begin = middle < 0 ? -1 : rest.lastIndexOf('[', middle);
    const end = middle < 0 ? -1 : rest.indexOf(')', middle);
    if (begin < 0 || end < 0) return shown + rest;
    shown += rest.slice(0, begin) + rest.slice(begin + 1, middle);
    rest = rest.slice(end + 1);
  }
}

/** The parts of a line: text, and code in back quotes. */
export function partsOf(text: string): readonly { readonly isCode: boolean; readonly text: string }[] {
  return text
    .split('`')
    .map((part, i) => ({ isCode: i % 2 === 1, text: part }))
    .filter((part) => part.text !== '');
}
