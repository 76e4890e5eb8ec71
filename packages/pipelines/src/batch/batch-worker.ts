// Only what a worker of batch predictions needs: each worker loads it again, so every module counts.
export { servePredictions } from './prediction-process.js';
