// The program of the threads on which the gates of promotions are asked. The build puts it next to the server.
import { answerGates } from '@dqs/runtime/serving';

await answerGates();
