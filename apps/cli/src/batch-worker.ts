// The program that the workers of batch-predict run. The build puts it next to main.
import { servePredictions } from '@dqs/pipelines/batch-worker';

servePredictions();
