import type { ExperimentEvaluation, TreatmentResult } from '@dqs/experiments';

import { experimentText, verdictText } from '../../src/text.js';
import { guardrailCells, intervalText, pText } from '../../src/text/experiment-text.js';
import { EVIL, experimentEvaluation } from '../support/results.js';

const EMPTY = experimentEvaluation(true);
const CONCLUDED = experimentEvaluation();

function withTreatment(evaluation: ExperimentEvaluation, changed: Partial<TreatmentResult>): ExperimentEvaluation {
  return { ...evaluation, treatments: evaluation.treatments.map((one) => ({ ...one, ...changed })) };
}

describe('an experiment', () => {
  it('without outcomes has no figures and no verdict yet', () => {
    const text = experimentText(withTreatment(EMPTY, { version: 'orders@2' }));
    expect(text).toBe(
      [
        'replay: shadow mode, no outcomes yet',
        '0 outcomes of 0 units; 0 exposures',
        '',
        'treatment: orders@2',
        'design  rows  days  control  treatment  difference  relative  always-valid  p  concluded',
        'paired     0     0                                                             not yet',
        '',
        'inconclusive: Nothing can be said yet.\n',
      ].join('\n'),
    );
  });

  it('that is concluded has differences, tests, segments, guardrails, the division of units, and ends with the verdict', () => {
    const parts = experimentText(CONCLUDED).split('\n\n');
    const cells = (part: string) => part.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(parts[0]).toBe('replay: shadow mode, 2025-03-03 to 2025-03-23\n840 outcomes of 40 units; 0 exposures');
    expect(parts[1]!.split('\n')[0]).toBe(`treatment: orders@2 ${EVIL}`);
    expect(cells(parts[1]!)[2]).toEqual([
      ...['paired', '840', '21', '2.310', '1.900', '-0.410', '-17.7 %', '-0.543 to -0.257', '0.0476'],
      'treatment, 2025-03-11',
    ]);
    expect(cells(parts[2]!)[1]).toEqual(['paired t', '21', 'not yet', '-0.410', '-0.600 to -0.200', '<0.0001']);
    expect(cells(parts[3]!)[1]!.slice(1)).toEqual(['60', '2.000', '0.100', '5.0 %', '-0.100 to 0.300', '0.4000']);
    expect(cells(parts[4]!).slice(1)).toEqual([
      ['error of ATTRIBUTE', '+2.0 %', '5.0 %', '1.0 to 9.0', 'held'],
      ['error of DATASET', '+2.0 %', '5.0 %', '1.0 to 9.0', 'breached'],
    ]);
    expect(cells(parts[5]!)[1]).toEqual([
      ...['2025-03-03', 'control 26, treatment 14', 'control 50.0 %, treatment 50.0 %', '0.0003', 'mismatch'],
    ]);
    expect(parts[6]).toBe(
      'treatment better: orders@2 is better than orders@1, 95 % interval -0.54 to -0.26.\n' +
        '  note: 12 requests were scored twice\n',
    );
  });

  it('counts outcomes that later ones replaced, and says 1 outcome of one', () => {
    const counts = { requests: 1, units: 1, exposures: 1, replaced: 1 };
    expect(experimentText({ ...EMPTY, ...counts }).split('\n')[1]).toBe(
      '1 outcome of 1 unit, 1 replaced by later ones; 1 exposure',
    );
  });

  it('that divides units has a second line for the split, and tables of CRPS where it is scored', () => {
    const { primary } = CONCLUDED.treatments[0]!;
    const split = { ...primary, design: 'split', fixed: { ...primary.fixed, isDue: true } } as const;
    const text = experimentText(withTreatment(CONCLUDED, { split, crps: primary, version: 'orders@2' }));
    expect(text).toMatch(/\ntreatment: orders@2\ndesign .*\npaired .*\nsplit .*\n\nCRPS, treatment: orders@2\n/);
    expect(text).toMatch(/\npaired t +21 +not yet .*\npaired t +21 +yes /);
  });

  it('names the better arm of a segment, and a division that is as it should be', () => {
    const [segment] = CONCLUDED.treatments[0]!.segments;
    const segments = [{ ...segment!, segment: 'rule 101', winner: 'control', relative: null } as const];
    const [ratio] = CONCLUDED.sampleRatio;
    const sampleRatio = [{ ...ratio!, isMismatch: false, pValue: 0.5 }];
    const text = experimentText({ ...withTreatment(CONCLUDED, { segments }), sampleRatio });
    expect(text).toMatch(/\nrule 101 +60 +2\.000 +0\.100 +-0\.100 to 0\.300 +0\.4000 {2}control better\n/);
    expect(text).toMatch(/ 0\.5000 {2}as it should be\n/);
  });
});

describe('the verdict of an experiment', () => {
  it.each(['treatment better', 'control better', 'inconclusive', 'invalid'] as const)(
    '%s is a sentence in which names of versions stay names',
    (verdict) => {
      const sentence = 'orders\n@2\u001b[1m';
      expect(verdictText(withTreatment(EMPTY, { verdict, sentence, cautions: ['a\rb'] }))).toBe(
        `${verdict}: orders\\n@2\\x1b[1m\n  note: a\\rb\n`,
      );
    },
  );
});

describe('figures of an experiment', () => {
  it('leave an end of an interval open where nothing can be excluded, and are empty without one', () => {
    expect([
      intervalText({ low: -0.5, high: 0.25 }),
      intervalText({ low: null, high: 0.25 }),
      intervalText({ low: -0.005, high: null }, 100),
      intervalText({ low: null, high: null }),
      intervalText(null),
    ]).toEqual(['-0.500 to 0.250', '… to 0.250', '-0.5 to …', '', '']);
  });

  it('show p with the digits that matter', () => {
    expect([pText(0.25), pText(0.0001), pText(0.00009), pText(undefined)]).toEqual(['0.2500', '0.0001', '<0.0001', '']);
  });

  it('name the segment of a guardrail, and leave its increase out without data', () => {
    const guardrail = { name: 'worst segment', limit: 0.02, increase: null, low: null, high: null } as const;
    expect(guardrailCells({ ...guardrail, segment: 'rule 101', status: 'no data' })).toEqual([
      ...['worst segment (rule 101)', '+2.0 %', '', '', 'no data'],
    ]);
  });
});
