import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { closePredictor, trainModel, type TrainResult } from '../../src/index.js';
import { madePanel } from '../support/panels.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a training', () => {
  it('lets go of the panel once its history is made', async () => {
    const heldAt: Record<string, boolean> = {};
    const { predictor } = await begun(heldAt);
    closePredictor(predictor);
    expect(heldAt).toEqual({ features: true, train: false, evaluate: false });
  });
});

/** Apart, so that the test itself does not hold the panel. @param heldAt is told by stage whether somebody does. */
function begun(heldAt: Record<string, boolean>): Promise<TrainResult> {
  const panel = madePanel({ datasets: 2, rules: 2, days: 60, executions: 3 });
  const cells = new WeakRef(panel.cells.day);
  const onProgress = ({ stage }: { readonly stage: string }) => {
    collectGarbage();
    heldAt[stage] = cells.deref() !== undefined;
  };
  return trainModel(panel, { spec: 'classic', rounds: 5, threads: 1, limits: false }, { onProgress });
}
