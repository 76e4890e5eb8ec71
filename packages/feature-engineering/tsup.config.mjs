import { build } from 'esbuild';

import { library } from '../../tsup.base.mjs';

// The calendars are a file of their own: nothing but the features of holidays reads them.
export default library({
  onSuccess: async () => {
    await build({
      stdin: { contents: "module.exports = require('date-holidays');", resolveDir: import.meta.dirname },
      outfile: 'dist/date-holidays.cjs',
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      sourcemap: true,
      sourcesContent: false,
      legalComments: 'none',
      logLevel: 'warning',
    });
  },
});
