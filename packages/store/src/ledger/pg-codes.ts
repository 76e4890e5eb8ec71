/** A row with that key is there already. */
export const UNIQUE_VIOLATION = '23505';
