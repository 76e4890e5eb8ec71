/** A part of the name of a table. */
export interface NamePart {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** The parts of `checks`, `dwh.checks` or `dwh."my checks"`; undefined where a text is no such name. */
export function tableNameParts(table: string): readonly NamePart[] | undefined {
  if (/[\0\n\r]/.test(table)) return undefined;
  const parts = [...table.matchAll(/"((?:[^"]|"")+)"(?:\.|$)|([^".]+)(?:\.|$)/g)];
  const isWhole = parts.map(([part]) => part).join('') === table && !table.endsWith('.') && parts.length > 0;
  if (!isWhole) return undefined;
  return parts.map(([, quoted, plain]) => ({
    text: quoted?.replaceAll('""', '"') ?? plain!,
    isQuoted: quoted !== undefined,
  }));
}
