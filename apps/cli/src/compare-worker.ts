// A program of its own: what the processes of backends compare run. It stands beside main in the build.
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing here is loaded on demand
import { serveMeasurements } from '@dqs/pipelines';

serveMeasurements();
