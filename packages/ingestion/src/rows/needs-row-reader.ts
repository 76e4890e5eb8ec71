/** Why a file must be read row by row after all. */
export class NeedsRowReader extends Error {}
