import type { Channel, ChannelAbilities, Delivery, Outcome } from '../../src/channels/index.js';
import type { Content } from '../../src/index.js';

/** What a person sees at the peer: the newest text of a message. */
interface Seen {
  readonly handle: string;
  readonly ids: Set<string>;
  content: Content;
}

/**
 * A service that keeps messages which can be edited and found by the id of their delivery, as Slack does. Steps are announced
 * before and after it has taken something, so that a test can kill there.
 */
export class SimulatedPeer implements Channel {
  readonly kind = 'slack';
  readonly abilities: ChannelAbilities = { updates: 'in-place', notes: true, digests: true };
  /** Every delivery that was taken, repeats included. */
  readonly taken: { readonly id: string; readonly subject: string; readonly content: Content }[] = [];
  readonly messages: Seen[] = [];
  readonly notes = new Map<string, string>();

  constructor(private readonly step: (name: string) => void = () => {}) {}

  deliver(delivery: Delivery): Promise<Outcome> {
    this.step('before the peer');
    const { id, content } = delivery;
    if (content.kind === 'event') return Promise.resolve({ status: 'refused', why: 'people are told of incidents' });
    const subject = content.kind === 'digest' ? content.date : content.incident;
    this.taken.push({ id, subject, content });
    const outcome = this.#take(delivery);
    this.step('after the peer');
    return Promise.resolve(outcome);
  }

  #take({ id, attempt, content, handle }: Delivery): Outcome {
    if (content.kind === 'note') {
      this.notes.set(id, content.text);
      return { status: 'sent', ...(handle !== undefined && { handle }) };
    }
    const found =
      this.messages.find((message) => message.handle === handle) ??
      (attempt > 1 ? this.messages.find(({ ids }) => ids.has(id)) : undefined);
    if (found !== undefined) {
      found.content = content;
      found.ids.add(id);
      return { status: 'sent', handle: found.handle };
    }
    const message = { handle: `ts-${this.messages.length + 1}`, ids: new Set([id]), content };
    this.messages.push(message);
    return { status: 'sent', handle: message.handle };
  }
}
