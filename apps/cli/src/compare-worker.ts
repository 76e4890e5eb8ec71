// A program of its own: what the processes of backends compare run. It stands beside main in the build.
import { serveMeasurements } from '@dqs/pipelines';

serveMeasurements();
