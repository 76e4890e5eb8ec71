// A program of its own: what the workers of batch-predict run. It stands beside main in the build.
import { servePredictions } from '@dqs/pipelines/batch-worker';

servePredictions();
