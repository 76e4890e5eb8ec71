/** A member of a JSON object, unchanged from the text. */
export interface MemberText {
  readonly name: string;
  /** Name and value. */
  readonly text: string;
}

/**
 * The members of a JSON object, unchanged from its text: numbers keep all their digits, which parsing would lose.
 *
 * @param text an object that `JSON.parse` reads.
 */
export function memberTexts(text: string): MemberText[] {
  const members: MemberText[] = [];
  let at = text.indexOf('{') + 1;
  while (at < text.length) {
    const end = memberEnd(text, at);
    const member = text.slice(at, end).trim();
    if (member !== '') {
      const nameEnd = stringEnd(member, 0);
      members.push({ name: JSON.parse(member.slice(0, nameEnd)) as string, text: member });
    }
    at = end + 1;
  }
  return members;
}

/** The end of a member: the comma or bracket outside any string and nested value. */
function memberEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = stringEnd(text, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth < 0 || (depth === 0 && char === ',')) return at;
  }
  return text.length;
}

/** The end of the string that starts with a quote: after its closing quote. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
