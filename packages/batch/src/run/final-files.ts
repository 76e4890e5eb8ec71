import { writeFileAtomic } from '@dqs/core/io';

import { FileAssembler, type CopyPart } from '../assembler.js';
import type { BatchSettings } from '../options.js';
import type { ShardEntry } from '../state/journal.js';

/** Where the results of shards are. */
export interface ShardParts {
  readonly entries: ReadonlyMap<number, ShardEntry>;
  /** The place of a shard's output, or of its dead letters, as the copies take it. */
  partPath(shard: number, kind: 'output' | 'dead'): string;
}

/** What {@link FinalFiles} are put together from. */
export interface FinalFileParts {
  readonly parts: ShardParts;
  /** The first line of the dead letters; asked for when the first shard that has any is added. */
  readonly deadLetterHeader: () => string;
  /** Copies outputs, which are large. */
  readonly copyOutput: CopyPart;
  readonly copyDead: CopyPart;
}

/** Puts the results of shards together in their order, while later ones are still being made. */
export class FinalFiles {
  readonly #sink: BatchSettings['sink'];
  readonly #from: FinalFileParts;
  readonly #done = new Set<number>();
  #next = 0;
  #output: FileAssembler | undefined;
  #dead: FileAssembler | undefined;
  #work: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(sink: BatchSettings['sink'], from: FinalFileParts) {
    this.#sink = sink;
    this.#from = from;
  }

  /** Adds a shard that is in the parts. */
  add(shard: number): void {
    this.#done.add(shard);
    while (this.#done.delete(this.#next)) {
      const index = this.#next;
      this.#next += 1;
      this.#work = this.#work.then(() => this.#append(index)).catch((error: unknown) => void (this.#failure ??= error));
    }
  }

  /** Waits until everything added so far is in place. */
  async settled(): Promise<void> {
    await this.#work;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Gives both files their final names. The dead-letter file is written even if it is empty, so that no old one
   * remains.
   */
  async finish(): Promise<void> {
    await this.settled();
    const sink = this.#sink;
    this.#output ??= await FileAssembler.begin(sink.path, sink.header);
    await this.finishDeadLetters();
    await this.#output.finish(sink.finish);
  }

  /** Gives the dead-letter file its final name. */
  async finishDeadLetters(): Promise<void> {
    await this.settled();
    if (this.#dead === undefined) await writeFileAtomic(this.#sink.deadLetters, '');
    else await this.#dead.finish();
    this.#dead = undefined;
  }

  /** Discards files that do not have their final name yet. */
  async discard(): Promise<void> {
    await this.#work;
    await this.#output?.discard();
    await this.#dead?.discard();
  }

  async #append(shard: number): Promise<void> {
    if (this.#failure !== undefined) return;
    const [sink, { parts, deadLetterHeader, copyOutput, copyDead }] = [this.#sink, this.#from];
    const entry = parts.entries.get(shard)!;
    this.#output ??= await FileAssembler.begin(sink.path, sink.header);
    this.#output.append(parts.partPath(shard, 'output'), entry.output, copyOutput);
    if (entry.dead === null) return;
    this.#dead ??= await FileAssembler.begin(sink.deadLetters, Buffer.from(deadLetterHeader()));
    this.#dead.append(parts.partPath(shard, 'dead'), entry.dead, copyDead);
  }
}
