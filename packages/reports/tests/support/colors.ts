/** What is made where colours are shown. */
export function inColors<T>(made: () => T): T {
  const before = process.env['FORCE_COLOR'];
  process.env['FORCE_COLOR'] = '1';
  try {
    return made();
  } finally {
    process.env['FORCE_COLOR'] = before;
  }
}
