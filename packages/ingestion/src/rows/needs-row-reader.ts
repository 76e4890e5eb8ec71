/** Why a file must be read row by row after all: a row cannot be used, or readers may differ on what the file holds. */
export class NeedsRowReader extends Error {}

/** Why a fast reader leaves a file to the next one, which is as good as any. */
export class NeedsOtherReader extends Error {}
