export { BACKEND_CONTRACT } from './backend-contract.js';
export type { ContractCase, ContractOptions } from './contract-case.js';
export { frameOf, headOf, sampleTrainingSet } from './sample-data.js';
