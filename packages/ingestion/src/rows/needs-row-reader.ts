/** Why a file must be read row by row after all: a row cannot be used, or readers may disagree on the content. */
export class NeedsRowReader extends Error {}

/** Why a fast reader leaves a file to the next fast one. */
export class NeedsOtherReader extends Error {}
