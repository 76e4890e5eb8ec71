import { defineExperiment, treatmentArms, versionsByArm, type ExperimentInput } from '../../../src/index.js';

const INPUT: ExperimentInput = { name: 'lr-0.03', control: 'm@1.0.0', treatments: ['m@1.1.0'] };

describe('the definition of an experiment', () => {
  it('survives JSON and validation', () => {
    const definition = defineExperiment(INPUT);
    expect(defineExperiment(JSON.parse(JSON.stringify(definition)) as ExperimentInput)).toEqual(definition);
  });

  it('lists every problem at once, with the nearest option', () => {
    const wrong = { ...INPUT, name: 'A b', alpha: 2, plannedDay: 3 } as unknown as ExperimentInput;
    expect(() => defineExperiment(wrong)).toThrow(/name: .*alpha: .*did you mean "plannedDays"/s);
  });

  it.each([
    [{ minDays: 30 }, /minDays: expected at most plannedDays \(28\), got 30/],
    [{ treatments: ['m@1.0.0'] }, /expected distinct versions/],
    [{ treatments: [] }, /treatments/],
    [{ guardrails: { latencyIncrease: -1 } }, /guardrails.latencyIncrease/],
  ])('refuses %j', (more, message) => {
    expect(() => defineExperiment({ ...INPUT, ...more })).toThrow(message);
  });

  it('names one arm for each version', () => {
    expect(treatmentArms(INPUT)).toEqual(['treatment']);
    const several = defineExperiment({ ...INPUT, treatments: ['a', 'b'] });
    expect(versionsByArm(several)).toEqual({ control: 'm@1.0.0', 'treatment-1': 'a', 'treatment-2': 'b' });
  });
});
