// Ends the process with code 3 while a distributed training waits for a machine that never comes.
import { trainDistributed } from '../../src/index.js';
import { freePorts } from '../support/program.js';
import { table } from '../support/data.js';

const { columns, label } = table(1, 200);
const [own, other] = await freePorts(2);
const machines = [own, other].map((port) => `127.0.0.1:${port}`);
void trainDistributed({}, columns, { label, machines, localListenPort: own as number, timeoutMinutes: 10 });
setTimeout(() => process.exit(3), 300);
