export { BACKEND_CONTRACT, type ContractCase } from './backend-contract.js';
export { frameOf, headOf, sampleTrainingSet } from './sample-data.js';
