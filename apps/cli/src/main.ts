#!/usr/bin/env node
import { main } from './program.js';

// React, loaded when a page is rendered, decides by this which build it is: the one for production takes half the time.
// Whoever has set it, such as a test runner, is left alone.
process.env['NODE_ENV'] ??= 'production';

await main(process.argv.slice(2));
