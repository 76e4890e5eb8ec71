/** How a database writes what the counting query needs; it needs little, so that all of them agree on what it means. */
export interface SqlDialect {
  /** A name, quoted. */
  readonly name: (name: string) => string;
  /** A text. */
  readonly text: (text: string) => string;
  /** So many characters of a text from a position, the first being 1. */
  readonly part: (text: string, from: number, length: number) => string;
  /** The md5 of a text, in lower-case hex. */
  readonly md5: (text: string) => string;
  /** A statement that writes the result of a query to a place. */
  readonly exported: (query: string, place: string) => string;
  /** Where to by default; undefined where the place is that of whoever runs the statement. */
  readonly place: string | undefined;
}

const doubled = (quote: string) => (text: string) => `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;

const ESCAPES: ReadonlyMap<string, string> = new Map(Object.entries<string>({ '\n': 'n', '\r': 'r', '\t': 't' }));

/** Between quotes, with backslashes before what they would end, and before themselves. */
const escaped = (quote: string) => (text: string) =>
  quote + text.replace(/[\\'"`\n\r\t]/g, (one) => `\\${ESCAPES.get(one) ?? one}`) + quote;

/** Snowflake takes names without quotes for upper case, so that is what such a name in a table is. */
const inUpperCase = (name: string) => doubled('"')(/^[a-z_][a-z0-9_$]*$/.test(name) ? name.toUpperCase() : name);

const STANDARD = {
  name: doubled('"'),
  text: doubled("'"),
  part: (text: string, from: number, length: number) => `substr(${text}, ${from}, ${length})`,
  md5: (text: string) => `md5(${text})`,
};

/** The dialects by name. */
export const DIALECTS = {
  duckdb: {
    ...STANDARD,
    exported: (query: string, place: string) => `COPY (\n${query}\n) TO ${STANDARD.text(place)} (FORMAT parquet)`,
    place: 'counted.parquet',
  },
  postgres: {
    ...STANDARD,
    exported: (query: string) => `COPY (\n${query}\n) TO STDOUT WITH (FORMAT csv, HEADER)`,
    place: undefined,
  },
  clickhouse: {
    name: escaped('`'),
    text: escaped("'"),
    // substr counts bytes there.
    part: (text, from, length) => `substringUTF8(${text}, ${from}, ${length})`,
    md5: (text) => `lower(hex(MD5(${text})))`,
    exported: (query, place) => `${query}\nINTO OUTFILE ${escaped("'")(place)} FORMAT Parquet`,
    place: 'counted.parquet',
  },
  spark: {
    ...STANDARD,
    name: doubled('`'),
    text: escaped("'"),
    exported: (query, place) => `INSERT OVERWRITE DIRECTORY ${escaped("'")(place)} USING parquet\n${query}`,
    place: 'counted',
  },
  trino: {
    ...STANDARD,
    md5: (text) => `lower(to_hex(md5(to_utf8(${text}))))`,
    exported: (query, place) => `CREATE TABLE ${STANDARD.name(place)} WITH (format = 'PARQUET') AS\n${query}`,
    place: 'counted',
  },
  snowflake: {
    ...STANDARD,
    name: inUpperCase,
    text: escaped("'"),
    exported: (query, place) =>
      `COPY INTO ${escaped("'")(place)} FROM (\n${query}\n) FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE`,
    place: '@~/counted/',
  },
  bigquery: {
    ...STANDARD,
    name: escaped('`'),
    text: escaped("'"),
    md5: (text) => `to_hex(md5(${text}))`,
    exported: (query, place) =>
      `EXPORT DATA OPTIONS (uri = ${escaped("'")(place)}, format = 'PARQUET', overwrite = true) AS\n${query}`,
    place: 'gs://bucket/counted-*.parquet',
  },
} as const satisfies Readonly<Record<string, SqlDialect>>;

/** Name of a dialect. */
export type SqlDialectName = keyof typeof DIALECTS;

/** The names of all dialects. */
export const SQL_DIALECTS = Object.keys(DIALECTS) as readonly SqlDialectName[];
