import { throwIfAborted, type Hooks } from '@dqs/core';
import { lineText } from '@dqs/core/wording';
import { createTransport, type Transporter } from 'nodemailer';

import { CHANNEL_ABILITIES, notCarried, type Channel, type Delivery, type Outcome } from '../channel.js';
import { withoutSecrets, type Secret } from '../secret.js';
import { mailOf } from './mail.js';
import type { MailServer } from './mail-server.js';

/** Who is written to. */
export interface EmailSettings {
  /** Addresses; `{owner}` stands for the owner of the incident, as in `{owner}@example.com`. */
  readonly to: readonly string[];
  /** The sender, `DQS <dqs@example.com>`. */
  readonly from: string;
  readonly server: MailServer;
}

const TIMEOUT_MS = 20_000;

/** Writes mails: the first about an incident begins a thread, later ones answer it. */
export class EmailChannel implements Channel {
  readonly kind = 'email';
  readonly abilities = CHANNEL_ABILITIES.email;
  readonly #settings: EmailSettings;
  readonly #secrets: readonly Secret[];
  readonly #domain: string;
  #transport: Transporter | undefined;

  constructor(settings: EmailSettings) {
    this.#settings = settings;
    this.#secrets = settings.server.password ? [settings.server.password] : [];
    this.#domain = /@([A-Za-z0-9.-]+)/.exec(settings.from)?.[1] ?? 'dqs.invalid';
  }

  async deliver(delivery: Delivery, { signal }: Pick<Hooks, 'signal'> = {}): Promise<Outcome> {
    throwIfAborted(signal);
    const { content } = delivery;
    if (content.kind === 'note' || content.kind === 'event') return notCarried(this.kind, content);
    const to = this.#addressesOf(content.owner);
    if (to.length === 0) return { status: 'refused', why: 'nobody owns it, and the receiver names no other address' };
    const mail = mailOf(delivery, content, this.#domain);
    try {
      const { references, ...rest } = mail;
      await this.#open().sendMail({
        ...rest,
        ...(references && { references: [...references] }),
        from: this.#settings.from,
        to: to.map((address) => ({ name: '', address })),
        // Programs that answer while their owners are away do not answer these.
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      // The thread is that of the first mail.
      return { status: 'sent', handle: delivery.handle ?? mail.messageId };
    } catch (problem) {
      return this.#problem(problem);
    }
  }

  /** The addresses with the owner's name in them; a name that could be anything else than a part of one is in none. */
  #addressesOf(owner: string | undefined): readonly string[] {
    return this.#settings.to.flatMap((to) => {
      if (!to.includes('{owner}')) return [to];
      if (owner === undefined || !/^[\p{L}\p{N}._%+@-]+$/u.test(owner)) return [];
      return [owner.includes('@') ? owner : to.replaceAll('{owner}', owner)];
    });
  }

  #open(): Transporter {
    const { host, port = 587, secure = false, allowPlain = false, user, password } = this.#settings.server;
    const timeoutMs = this.#settings.server.timeoutMs ?? TIMEOUT_MS;
    this.#transport ??= createTransport({
      host,
      port,
      secure,
      ...(user !== undefined && { auth: { user, pass: password?.reveal() ?? '' } }),
      requireTLS: !allowPlain && !secure,
      ignoreTLS: allowPlain,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    return this.#transport;
  }

  /** By RFC 5321 an answer of 4xx is for now and one of 5xx for good; without an answer the server was not reached. */
  #problem(problem: unknown): Outcome {
    const { responseCode, response, code, message } = problem as {
      responseCode?: number;
      response?: string;
      code?: string;
      message?: string;
    };
    const said = lineText(withoutSecrets(response ?? message ?? String(code), this.#secrets));
    const why = `mail server ${this.#settings.server.host}: ${said}`;
    return responseCode !== undefined && responseCode >= 500 ? { status: 'refused', why } : { status: 'later', why };
  }
}
