import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StoreDatabase } from '@dqs/store';

/** The file by which a server is reached that listens in a folder. */
const SOCKET = '.s.PGSQL.5432';

/** Where a wire is cut: the message is lost, or it arrives and nobody hears what becomes of it. */
export type Cut = 'before' | 'after';

/**
 * A way to the server of an embedded database that breaks for good at one of the messages that are sent: to that server it is what
 * the death of whoever sent them is.
 */
export class CutWire {
  readonly #folder = mkdtempSync(join(tmpdir(), 'dqs-wire-'));
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #left = Infinity;
  #cut: Cut = 'before';

  private constructor(private readonly database: StoreDatabase) {
    this.#server = createServer((client) => this.#join(client));
  }

  static async to(database: StoreDatabase): Promise<CutWire> {
    const wire = new CutWire(database);
    await once(wire.#server.listen(join(wire.#folder, SOCKET)), 'listening');
    return wire;
  }

  /** The address of the server by way of this wire. */
  get url(): string {
    const password = readFileSync(this.database.socket!.passwordFile, 'utf8').trim().split(':').at(-1)!;
    return `postgres://dqs:${password}@localhost/postgres?host=${encodeURIComponent(this.#folder)}`;
  }

  /** Whether it is broken. */
  get isCut(): boolean {
    return this.#left < 0;
  }

  /** Breaks at the message after as many others. */
  cutAfter(messages: number, cut: Cut): void {
    this.#left = messages;
    this.#cut = cut;
  }

  mend(): void {
    this.#left = Infinity;
  }

  /** Resolves once the server has done all that had arrived, and given up on whoever sent it. */
  async settled(): Promise<void> {
    await Promise.all([...this.#sockets].filter(({ closed }) => !closed).map((one) => once(one, 'close')));
  }

  async close(): Promise<void> {
    this.#break();
    await new Promise((done) => this.#server.close(done));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #join(client: Socket): void {
    if (this.isCut) return void client.destroy();
    const server = connect(join(this.database.socket!.folder, SOCKET));
    for (const one of [client, server]) {
      this.#sockets.add(one);
      one.on('error', () => undefined).on('close', () => this.#sockets.delete(one));
    }
    client.on('data', (message) => {
      if (this.isCut) return;
      this.#left -= 1;
      if (!this.isCut) server.write(message);
      // What arrives is done, even though the server finds nobody whom it could tell.
      else if (this.#cut === 'after') server.write(message, () => server.end());
      if (this.isCut) this.#break(this.#cut === 'after' ? server : undefined);
    });
    server.on('data', (answer) => void (!this.isCut && client.write(answer)));
    client.on('close', () => server.end());
    server.on('close', () => client.destroy());
  }

  #break(spared?: Socket): void {
    for (const one of this.#sockets) if (one !== spared) one.destroy();
  }
}
