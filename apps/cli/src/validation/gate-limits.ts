import type { Thresholds } from '@dqs/validation';

/**
 * The limits that `--limit` sets, checked before any work begins.
 *
 * @throws DqsError `config-invalid` for a limit that is none, with the nearest name.
 */
export async function gateLimits(settings: {
  readonly limit?: Readonly<Record<string, number | null>>;
}): Promise<Partial<Thresholds>> {
  const { thresholds } = await import('@dqs/validation');
  const limits = settings.limit as Partial<Thresholds> | undefined;
  thresholds(limits);
  return limits ?? {};
}
