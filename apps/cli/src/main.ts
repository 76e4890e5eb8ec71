#!/usr/bin/env node
import { main } from './program.js';

// React, loaded when a page is rendered, chooses its build by this; the production build takes half the time.
// A value that is already set, for example by a test runner, is kept.
process.env['NODE_ENV'] ??= 'production';

await main(process.argv.slice(2));
