// Appends batches of exposures for ever and says which are on disk; the test kills it.
import { FileExperimentStore } from '@dqs/experiments';

const [folder, name] = process.argv.slice(2) as [string, string];
const store = new FileExperimentStore(folder);
for (let batch = 0; ; batch += 1) {
  const exposures = Array.from({ length: 20 }, (_, i) => ({
    unit: `${batch}-${i}`,
    day: '2026-01-05',
    arm: 'control',
  }));
  await store.append(name, 'exposures', exposures);
  process.stdout.write(`${batch}\n`);
}
