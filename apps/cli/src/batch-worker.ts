// A program of its own: what the workers of batch-predict run. It stands beside main in the build.
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing here is loaded on demand
import { servePredictions } from '@dqs/pipelines/batch-worker';

servePredictions();
