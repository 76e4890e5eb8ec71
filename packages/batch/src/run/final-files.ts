import { writeFileAtomic } from '@dqs/core/io';

import { FileAssembler, type CopyPart } from '../assembler.js';
import type { Checkpoint } from '../checkpoint.js';
import { deadLetterHeader } from '../dead-letter.js';
import type { BatchSettings } from '../options.js';
import { copyPart } from '../state/part-file.js';

/** Puts the results of shards together in their order, while later ones are still being made. */
export class FinalFiles {
  readonly #settings: BatchSettings;
  readonly #checkpoint: Checkpoint;
  readonly #inputName: string;
  readonly #copy: CopyPart;
  readonly #done = new Set<number>();
  #next = 0;
  #output: FileAssembler | undefined;
  #dead: FileAssembler | undefined;
  #work: Promise<void> = Promise.resolve();
  #failure: unknown;

  /** @param copy copies outputs, which are large. */
  constructor(settings: BatchSettings, checkpoint: Checkpoint, inputName: string, copy: CopyPart) {
    this.#settings = settings;
    this.#checkpoint = checkpoint;
    this.#inputName = inputName;
    this.#copy = copy;
  }

  /** Adds a shard that is in the checkpoint. */
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
    const { sink } = this.#settings;
    this.#output ??= await FileAssembler.begin(sink.path, sink.header);
    await this.finishDeadLetters();
    await this.#output.finish(sink.finish);
  }

  /** Gives the dead-letter file its final name. */
  async finishDeadLetters(): Promise<void> {
    await this.settled();
    if (this.#dead === undefined) await writeFileAtomic(this.#settings.sink.deadLetters, '');
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
    const { sink, source } = this.#settings;
    const entry = this.#checkpoint.entries.get(shard)!;
    this.#output ??= await FileAssembler.begin(sink.path, sink.header);
    this.#output.append(this.#checkpoint.partPath(shard, 'output'), entry.output, this.#copy);
    if (entry.dead === null) return;
    const header = Buffer.from(deadLetterHeader(this.#inputName, source.recordFormat));
    this.#dead ??= await FileAssembler.begin(sink.deadLetters, header);
    this.#dead.append(this.#checkpoint.partPath(shard, 'dead'), entry.dead, copyPart);
  }
}
