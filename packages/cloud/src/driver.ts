/**
 * What a cloud does, in one request each: a driver translates to and from an SDK and nothing else. It never tries again
 * (retries of the SDK are switched off), because only who sees every single answer can tell a lost one from a refusal.
 * Names are the keys of artifacts with the prefix of the place before them.
 */
export interface Driver {
  /** The place for messages, such as `s3://bucket`. */
  readonly place: string;
  /** Size of the parts of a large object: at least 5 MiB for S3, and a multiple of 256 KiB for Google. */
  readonly partBytes: number;

  head(name: string): Promise<RemoteHead | undefined>;
  get(name: string): Promise<RemoteObject | undefined>;
  /** @returns the mark that the service gave the content. */
  put(name: string, content: Uint8Array, marks: Marks, condition: RemoteCondition): Promise<string>;
  /** A page of the names below a prefix, in any order: the first, or the one that a page before calls the next. */
  names(prefix: string, page?: string): Promise<NamesPage>;
  /** Removes a name; one that is not there is no error. */
  remove(name: string): Promise<void>;

  /** The bytes of a range within an object with that native mark; undefined, or `refused`, if it is no longer there. */
  read(name: string, start: number, end: number, native: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  upload(name: string, marks: Marks): Promise<Upload>;

  /** What an error of this driver means. */
  verdict(error: unknown): Verdict;
}

/** Marks that a writer leaves beside the content, by which it knows its own writing again. */
export interface Marks {
  /** Unique for each put. */
  readonly token: string;
  /** What it replaced: the etag that the put asked for, `none` for a creation, empty for a put without condition. */
  readonly over: string;
}

/** An object without its content. */
export interface RemoteHead {
  /** The mark that the service gave the content: an ETag without quotes, or a generation. */
  readonly native: string;
  readonly bytes: number;
  /** Empty texts where the object was written by others. */
  readonly marks: Marks;
}

/** An object with its content. */
export interface RemoteObject extends RemoteHead {
  readonly content: Uint8Array;
}

/** Some of the names below a prefix. */
export interface NamesPage {
  readonly names: readonly string[];
  /** Where the next page begins; undefined behind the last. */
  readonly next: string | undefined;
}

/** Only where nothing is, only over a content with that native mark, or in any case. */
export type RemoteCondition = 'absent' | { readonly native: string } | undefined;

/**
 * What an error means for the request:
 * - `refused`: the service answered that a condition does not hold, or that nothing is there to be replaced;
 * - `again`: it certainly did nothing, and may do it when asked again;
 * - `lost`: nobody knows whether it did anything;
 * - `failed`: it refused for a reason that another attempt does not change.
 */
export type Verdict = 'refused' | 'again' | 'lost' | 'failed';

/** An object that is written in parts and becomes visible with `finish`. */
export interface Upload {
  /** Sends a part; may be repeated with the same number and bytes. Numbers start at 1. */
  part(number: number, bytes: Uint8Array): Promise<void>;
  /** Makes the object of the parts; may be repeated. */
  finish(): Promise<void>;
  /** Removes what was sent. */
  abandon(): Promise<void>;
}

/** Names of the marks beside an object; letters alone, as Azure asks. */
export const MARKS = { token: 'dqsput', over: 'dqsover' } as const;

/** The marks as the metadata of an object. */
export function metadataOf({ token, over }: Marks): Record<string, string> {
  return { [MARKS.token]: token, ...(over !== '' && { [MARKS.over]: over }) };
}

/** The marks in the metadata of an object. */
export function marksIn(metadata: Readonly<Record<string, unknown>> | undefined): Marks {
  const textOf = (name: string) => {
    const value = metadata?.[name];
    return typeof value === 'string' ? value : '';
  };
  return { token: textOf(MARKS.token), over: textOf(MARKS.over) };
}

/** Of an error of the network: the name was not found or nobody listens, so that no request has been sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What an error without an answer means. */
export function networkVerdict(error: unknown): Verdict {
  for (let at = error, depth = 0; at instanceof Object && depth < 5; depth += 1) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && NOT_SENT.has(code)) return 'again';
    if (typeof (at as Error).name === 'string' && /Credential|TokenProvider/.test((at as Error).name)) return 'failed';
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return 'lost';
}

/** The native mark in an `ETag`. */
export const withoutQuotes = (etag = '') => etag.replace(/^"|"$/g, '');

/** What a request answers, undefined where its error says that nothing is there. */
export async function unlessMissing<T>(
  answer: Promise<T>,
  isMissing: (error: unknown) => boolean,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What the status of an answer means where the service has no special word for it. */
export function statusVerdict(status: number): Verdict {
  if (status === 412) return 'refused';
  if (status === 408 || status >= 500) return 'lost';
  return status === 429 ? 'again' : 'failed';
}
