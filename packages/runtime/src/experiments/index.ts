export { openExperiment, openExperimentStore, type ExperimentPlace } from './open-experiment.js';
export { replaySettings, ruleSettings } from './rule-settings.js';
