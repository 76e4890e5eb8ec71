import { join } from 'node:path';

import { exportedTypes } from '../../../../tools/jest/exported-types.cjs';

import * as retraining from '../../src/retrain/index.js';

describe('@dqs/pipelines/retrain', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(retraining).sort()).toEqual([
      'AUTOMATION',
      'EMPTY_RETRAINING',
      'MAX_POLICY_LENGTH',
      'RetrainingRecord',
      'championOf',
      'decideRetraining',
      'eventOfAct',
      'gatherFacts',
      'handsOff',
      'judgeChallenger',
      'judgeShadow',
      'nextStep',
      'readRetrainingPolicy',
      'rejectsInARow',
      'retrain',
      'retrainingPolicyJsonSchema',
      'selectData',
      'stepRetraining',
      'withEvent',
    ]);
  });

  it('exports exactly these types', () => {
    expect(exportedTypes(join(__dirname, '../../src/retrain/index.ts'))).toEqual([
      'Block',
      'Cause',
      'ChallengerEvidence',
      'Champion',
      'DataRules',
      'ExcludedDays',
      'FactSources',
      'Gates',
      'Judgement',
      'Limits',
      'OtherFacts',
      'PairedRows',
      'PastRun',
      'Pause',
      'RetrainingAct',
      'RetrainingDecision',
      'RetrainingEntry',
      'RetrainingEvent',
      'RetrainingFacts',
      'RetrainingPlace',
      'RetrainingPolicy',
      'RetrainingRequest',
      'RetrainingResult',
      'RetrainingState',
      'RetrainingStep',
      'Run',
      'RunOutcome',
      'RunPhase',
      'SelectedData',
      'TriggerFinding',
      'Triggers',
      'Verdict',
      'WatchRules',
    ]);
  });
});
