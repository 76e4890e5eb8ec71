import type { ChannelAbilities } from '../channels/channel.js';
import type { IncidentMessage, ThreadNote } from '../message/message.js';
import type { OutboxMessage } from './outbox.js';

/** What a receiver was told of an incident, and what there is to tell. */
export interface PlanRequest {
  /** Id of the send, constant over replays. */
  readonly id: string;
  readonly receiver: string;
  readonly abilities: ChannelAbilities;
  /** Whether a change edits the message or is one of its own. @default in-place */
  readonly update?: 'in-place' | 'new';
  /** Whether the end of an incident is told. @default true */
  readonly resolve?: boolean;
  /** The message queued last for this receiver and incident; undefined before the first. */
  readonly previous?: IncidentMessage | undefined;
  readonly wanted: IncidentMessage;
  /** What happened, for those who follow the message. */
  readonly note?: ThreadNote | undefined;
  /** Whether it is told although nothing has changed, as a reminder. @default false */
  readonly again?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What to do about it: a first message, a change of it, or nothing, and why. */
export interface Plan {
  readonly action: 'post' | 'update' | 'nothing';
  readonly why: string;
  /** To be queued, in this order. */
  readonly messages: readonly OutboxMessage[];
}

/**
 * What has to be queued so that a receiver knows what there is to know: a pure function of what was queued and what is wanted.
 * Asking twice plans the same ids; an end is planned once.
 */
export function planMessages(request: PlanRequest): Plan {
  const { previous, wanted, abilities, note, update = 'in-place' } = request;
  const why = nothingToSay(request);
  if (why !== undefined) return { action: 'nothing', why, messages: [] };
  const anew = update === 'new' && wanted.phase !== 'resolved';
  const messages = [messageOf(request, request.id, wanted, anew)];
  if (previous === undefined) return { action: 'post', why: 'it is new', messages };
  if (note !== undefined && abilities.notes) messages.push(messageOf(request, `${request.id}:note`, note, false));
  return { action: 'update', why: changeOf(previous, wanted), messages };
}

function nothingToSay(request: PlanRequest): string | undefined {
  const { previous, wanted, abilities, update, resolve = true, again = false } = request;
  const isOver = wanted.phase === 'resolved';
  if (previous === undefined) return isOver ? 'it is over and was never told' : undefined;
  if (isOver && previous.phase === 'resolved') return 'its end has been told';
  if (isOver && !resolve) return 'the receiver is not told of ends';
  if (again) return undefined;
  if (isSame(faceOf(previous), faceOf(wanted))) return 'nothing has changed';
  // Where a change is a message of its own, only one of state is worth it.
  const isCoarse = update === 'new' || abilities.updates === 'none' || abilities.updates === 'in-thread';
  if (isCoarse && isSame(coarseFaceOf(previous), coarseFaceOf(wanted))) return 'its state has not changed';
  return undefined;
}

function messageOf(
  { receiver, now }: PlanRequest,
  id: string,
  content: IncidentMessage | ThreadNote,
  anew: boolean,
): OutboxMessage {
  return { id, receiver, subject: content.incident, content, anew, createdAt: now };
}

function changeOf(previous: IncidentMessage, wanted: IncidentMessage): string {
  if (previous.phase !== wanted.phase) return `it is ${wanted.phase}, and was ${previous.phase}`;
  if (previous.severity !== wanted.severity) return `it is ${wanted.severity}, and was ${previous.severity}`;
  return previous.state === wanted.state
    ? 'it says something else'
    : `it is ${wanted.state}, and was ${previous.state}`;
}

/** All that a reader acts on; that it is known at a later time is no news. */
function faceOf(message: IncidentMessage) {
  const { what, holder, lines, owner, rule, datasets } = message;
  return [...coarseFaceOf(message), what, holder, lines, owner, rule, datasets];
}

function coarseFaceOf({ phase, state, severity }: IncidentMessage): readonly unknown[] {
  return [phase, state, severity];
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
