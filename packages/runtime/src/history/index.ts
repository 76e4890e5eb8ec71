export { buildPanelSet, type BuiltPanelSet, type PanelSetTask } from './build-panel-set.js';
export { freshHistory, givenHistory, givenPanel, type ToldHistory } from './fresh-history.js';
export { openDeliveries } from './open-deliveries.js';
export { judgedHistory } from './judged-history.js';
export { mappingOptions, type MappingOptions, type MappingSettings } from './mapping-options.js';
export { readInputs, readOptions, warnOfRejects, type InputSettings, type InputsRead } from './read-inputs.js';
