import { library } from '../../tsup.base.mjs';

export default library({
  entry: {
    index: 'src/index.ts',
    stats: 'src/stats/index.ts',
    io: 'src/io/index.ts',
    calendar: 'src/calendar/index.ts',
    catalog: 'src/catalog/index.ts',
    yaml: 'src/yaml/index.ts',
    audit: 'src/audit/index.ts',
    journal: 'src/journal/index.ts',
    wording: 'src/wording/index.ts',
    testing: 'src/testing/index.ts',
  },
});
