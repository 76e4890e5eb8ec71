import { storedKey } from '../text/stored-key.js';
import { keyOf } from './documents.js';

/** The keys of one alerting's outbox: what has the same name in another one has another key. */
export class OutboxKeys {
  readonly alerting: Buffer;

  constructor(private readonly name: string) {
    this.alerting = keyOf(name);
  }

  message(id: string): Buffer {
    return storedKey([this.name, 'message', id]);
  }

  receiver(receiver: string): Buffer {
    return storedKey([this.name, 'receiver', receiver]);
  }

  subject(subject: string): Buffer {
    return storedKey([this.name, 'subject', subject]);
  }
}
