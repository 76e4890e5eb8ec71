import type { Command } from '@commander-js/extra-typings';

import { defineExperimentAssign } from './assign.js';
import { defineExperimentCreate } from './create.js';
import { defineExperimentEvaluate } from './evaluate.js';
import { defineExperimentList } from './list.js';
import { defineExperimentPlan } from './plan.js';
import { defineExperimentRamp } from './ramp.js';
import { defineExperimentRecord } from './record.js';
import { defineExperimentReplay } from './replay.js';
import { defineExperimentReport } from './report.js';
import { defineExperimentStop } from './stop.js';

/** The commands of `dqs experiment`, in the order of an experiment's life. */
export function defineExperiment(program: Command): void {
  defineExperimentPlan(program);
  defineExperimentReplay(program);
  defineExperimentCreate(program);
  defineExperimentAssign(program);
  defineExperimentRecord(program);
  defineExperimentEvaluate(program);
  defineExperimentReport(program);
  defineExperimentRamp(program);
  defineExperimentStop(program);
  defineExperimentList(program);
}
