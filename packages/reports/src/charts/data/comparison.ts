import type { BackendComparison } from '@dqs/pipelines';

import { shown } from '../../text/typeset.js';
import type { Bar, Bars } from './bars.js';

type Backends = BackendComparison['backends'];

/** Mean absolute error of every backend, and of the best naive forecast of the same rows. */
export function backendErrors(backends: Backends): Bars {
  const bars = backends.map(({ backend, evaluation }): Bar => {
    const { mae } = evaluation.scores[0]!.model;
    return { label: backend, value: mae, text: shown(mae), role: 'forecast' };
  });
  const scores = backends[0]?.evaluation.scores[0];
  if (scores) {
    const { mae } = scores.naive[scores.bestNaive]!;
    bars.push({ label: `naive, ${scores.bestNaive}`, value: mae, text: shown(mae), role: 'naive' });
  }
  return {
    title: 'Mean absolute error',
    note: 'percentage points, that of the best naive forecast below',
    finding: `Mean absolute error in points: ${sentence(bars)}`,
    of: { label: 'backend', value: 'error in points' },
    bars,
  };
}

/** Seconds that every backend took to train, all windows together. */
export function trainingTimes(backends: Backends): Bars {
  const bars = backends.map(({ backend, trainMs }): Bar => {
    const seconds = trainMs / 1000;
    return { label: backend, value: seconds, text: `${shown(seconds)} s`, role: 'observed' };
  });
  return {
    title: 'Time to train',
    note: 'all windows together',
    finding: `Time to train: ${sentence(bars)}`,
    of: { label: 'backend', value: 'time' },
    bars,
  };
}

function sentence(bars: readonly Bar[]): string {
  return bars.map(({ label, text }) => `${label} ${text}`).join(', ');
}
