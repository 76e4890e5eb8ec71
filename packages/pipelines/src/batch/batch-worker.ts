// What a worker of batch predictions needs and nothing else: each worker loads it anew, so that every module counts.
export { servePredictions } from './prediction-process.js';
