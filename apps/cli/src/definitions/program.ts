import { command } from './command.js';

/** Commands about the program itself. */
export const PROGRAM_COMMANDS = [
  command({
    name: 'doctor',
    summary: 'check that everything works on this machine',
    description: 'Trains a tiny model and reads a tiny file, so everything reported has actually been tried.',
    examples: ['dqs doctor', 'dqs doctor --json'],
    settings: [],
    work: async () => (await import('../commands/doctor.js')).doctor(),
  }),
];
