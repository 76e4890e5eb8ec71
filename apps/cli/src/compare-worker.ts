// The program that the processes of backends compare run. The build puts it next to main.
import { serveMeasurements } from '@dqs/pipelines';

serveMeasurements();
