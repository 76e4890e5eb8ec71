import type { GateLimits } from '@dqs/validation';

/**
 * The limits that `--limit` sets, checked before any work begins.
 *
 * @throws DqsError `config-invalid` for a limit that is none, with the nearest name.
 */
export async function gateLimits(settings: {
  readonly limit?: Readonly<Record<string, number | null>>;
}): Promise<Partial<GateLimits>> {
  const { gateLimits: withDefaults } = await import('@dqs/validation');
  const limits = settings.limit as Partial<GateLimits> | undefined;
  withDefaults(limits);
  return limits ?? {};
}
