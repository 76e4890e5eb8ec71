import { DqsError } from '@dqs/core';

import { Secret } from '../secret.js';

/** A mail server, as its programs of submission are reached. */
export interface MailServer {
  readonly host: string;
  /** @default 587 */
  readonly port?: number;
  /** TLS from the first byte, as on port 465; otherwise STARTTLS. @default false */
  readonly secure?: boolean;
  /** Whether mail may go without any encryption, as to a server on the same machine. @default false */
  readonly allowPlain?: boolean;
  readonly user?: string;
  readonly password?: Secret;
  /** Until an answer of the server is there. @default 20000 */
  readonly timeoutMs?: number;
}

/**
 * The server that an address names: `smtps://user:password@mail.example.com:465` speaks TLS from the first byte, `smtp://…`
 * changes to it, and with `?plain=yes` may go without.
 *
 * @throws DqsError `config-invalid` for anything else; the message shows nothing of it.
 */
export function mailServerOf(address: Secret): MailServer {
  const url = urlOf(address.reveal());
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    const message =
      'expected the address of a mail server, smtp://user:password@host:587 or smtps://…, got something else';
    throw new DqsError('config-invalid', message);
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    allowPlain: url.searchParams.get('plain') === 'yes',
    ...(url.username !== '' && { user: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: new Secret(decodeURIComponent(url.password)) }),
  };
}

/** An address whose escapes can be read; undefined for anything else. */
function urlOf(text: string): URL | undefined {
  try {
    decodeURIComponent(text);
    return new URL(text);
  } catch {
    return undefined;
  }
}
