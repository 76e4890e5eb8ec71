import { MS_PER_MINUTE } from '@dqs/core';
import { localTime } from '@dqs/core/wording';

const [GB, MB] = [2 ** 30, 2 ** 20];

/** `07:52` of the same day, `Wed 25 Nov 17:20` of another. */
export function momentText(at: number, now: number, timeZone: string): string {
  const { day, clock } = localTime(at, timeZone);
  if (day === localTime(now, timeZone).day) return clock;
  return `${dayText(at, timeZone)} ${clock}`;
}

/** `Wed 25 Nov`. */
export function dayText(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone });
  return parts.format(at).replace(',', '');
}

/** What a job took: `0.8 s`, `42 s`, `3 min`. */
export function tookText(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}\u00a0s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)}\u00a0s`;
  return `${Math.round(ms / MS_PER_MINUTE)}\u00a0min`;
}

/** `1.9 GB`, `310 MB`. */
export function bytesText(bytes: number): string {
  return bytes >= GB ? `${(bytes / GB).toFixed(1)}\u00a0GB` : `${Math.round(bytes / MB)}\u00a0MB`;
}
