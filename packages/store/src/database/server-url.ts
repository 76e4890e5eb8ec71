import { DqsError } from '@dqs/core';

/**
 * A server's URL as it may be shown: without password and parameters but the host.
 *
 * @throws DqsError `config-invalid` if it is no URL of PostgreSQL; the text itself is never repeated.
 */
export function shownUrl(url: string): string {
  const { protocol, username, hostname, port, pathname, searchParams } = parsed(url);
  const host = searchParams.get('host') ?? hostname;
  const user = username === '' ? '' : `${decoded(username)}@`;
  return `${protocol}//${user}${host === '' ? 'localhost' : host}${port === '' ? '' : `:${port}`}${pathname}`;
}

function parsed(url: string): URL {
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return new URL(url);
  throw new DqsError(
    'config-invalid',
    'DATABASE_URL is expected to look like postgres://user:password@host:5432/database (it is not shown: it may hold a ' +
      'password); special characters of a password are written as %XX',
  );
}

/** The driver takes a % that is no escape as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
