import type * as z from 'zod/mini';

import type { SettingName } from './options.js';
import { BACKEND_TYPES } from './types/backends.js';
import { BATCH_TYPES } from './types/batch.js';
import { COMMON_TYPES } from './types/common.js';
import { EXPERIMENT_TYPES } from './types/experiments.js';
import { FORECASTING_TYPES } from './types/forecasting.js';
import { GENERATING_TYPES } from './types/generating.js';
import { INPUT_TYPES } from './types/input.js';
import { REGISTRY_TYPES } from './types/registry.js';
import { SUMMARY_TYPES } from './types/summaries.js';
import { TRAINING_TYPES } from './types/training.js';
import { TUNING_TYPES } from './types/tuning.js';
import { VALIDATION_TYPES } from './types/validation.js';

/** What each setting may hold, by area in `types/`: the one place where settings are checked. */
export const TYPES = {
  ...INPUT_TYPES,
  ...TRAINING_TYPES,
  ...FORECASTING_TYPES,
  ...BACKEND_TYPES,
  ...REGISTRY_TYPES,
  ...VALIDATION_TYPES,
  ...BATCH_TYPES,
  ...TUNING_TYPES,
  ...EXPERIMENT_TYPES,
  ...GENERATING_TYPES,
  ...SUMMARY_TYPES,
  ...COMMON_TYPES,
} satisfies Record<SettingName, z.ZodMiniType>;
