import type { Logger, ProgressListener } from '@dqs/core';

/** What an app hands to work that may take long. */
export interface AppHooks {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onProgress: ProgressListener | undefined;
}
