import { library } from '../../tsup.base.mjs';

// The package is what serves the pages; the pages themselves are built beside it.
export default library({
  format: ['esm'],
  onSuccess: async () => {
    const { buildSite } = await import('./scripts/build-site.mjs');
    await buildSite();
  },
});
