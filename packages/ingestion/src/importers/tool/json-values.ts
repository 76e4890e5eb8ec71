/** A JSON object whose members are whatever a file says. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `String.prototype.isWellFormed`, which every supported Node has and the types of the compiler do not. */
const isWellFormed = (text: string) => (text as unknown as { isWellFormed(): boolean }).isWellFormed();

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that a JSON object itself has; never one that every object inherits, such as `constructor`. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The member at the end of a path of names. */
export function memberAt(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) at = member(at, name);
  return at;
}

/** The object that a member is; an empty one for anything else. */
export function objectAt(value: unknown, ...names: readonly string[]): JsonObject {
  const found = memberAt(value, ...names);
  return isObject(found) ? found : {};
}

/** The list that a member is; an empty one for anything else. */
export function listAt(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = memberAt(value, ...names);
  return Array.isArray(found) ? found : [];
}

/** The text that a member is, or that a number or truth value reads as; "" for anything else. */
export function textAt(value: unknown, ...names: readonly string[]): string {
  return textOf(memberAt(value, ...names));
}

/** The text that a value is, or that a number or truth value reads as; "" for anything else. */
export function textOf(value: unknown): string {
  // JSON can encode half of a character (\ud800), which UTF-8 cannot.
  if (typeof value === 'string') return isWellFormed(value) ? value : Buffer.from(value).toString();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The whole number of 0 or more that a member is, or that its text reads as; undefined for anything else. */
export function countAt(value: unknown, ...names: readonly string[]): number | undefined {
  const found = memberAt(value, ...names);
  const number = typeof found === 'string' && /^\d{1,15}$/.test(found.trim()) ? Number(found) : found;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The first text that is not empty. */
export function firstText(...texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}

/** Texts of a list, or of a text that is a list in JSON or between commas: sorted, each once, no empty ones. */
export function textsOf(value: unknown): string[] {
  const texts = (typeof value === 'string' ? splitText(value) : Array.isArray(value) ? (value as unknown[]) : [])
    .map((one) => textOf(one).trim())
    .filter((one) => one !== '');
  return [...new Set(texts)].sort();
}

function splitText(text: string): unknown[] {
  if (!/^\s*\[/.test(text)) return text.split(',');
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return text.replace(/[[\]"']/g, '').split(',');
  }
}

/** People: texts, lists of them, or objects with a name or an address; in one text between commas. */
export function ownersOf(value: unknown): string {
  const owners = Array.isArray(value) ? (value as unknown[]).map(ownerOf) : textsOf(ownerOf(value));
  return [...new Set(owners.filter((owner) => owner !== ''))].join(', ');
}

function ownerOf(value: unknown): string {
  if (!isObject(value)) return textOf(value).trim();
  const email = memberAt(value, 'email');
  return firstText(textAt(value, 'name'), Array.isArray(email) ? textsOf(email).join(', ') : textOf(email)).trim();
}
