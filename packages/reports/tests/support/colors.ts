/** What is made where colours are shown, whatever the environment of the tests says of them. */
export function inColors<T>(made: () => T): T {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  delete process.env['NO_COLOR'];
  process.env['FORCE_COLOR'] = '1';
  try {
    return made();
  } finally {
    put('NO_COLOR', NO_COLOR);
    put('FORCE_COLOR', FORCE_COLOR);
  }
}

function put(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
