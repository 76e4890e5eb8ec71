// Writes the manual page that is packed with the program: node --conditions=@dqs/source --import tsx apps/cli/scripts/write-man.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { DQS_VERSION } from '@dqs/core';
import { COMMANDS } from '../src/definitions/index.js';
import { manPage } from '../src/help/man-page.js';
import { ABOUT } from '../src/program.js';

const FILE = fileURLToPath(new URL('../man/dqs.1', import.meta.url));
mkdirSync(new URL('../man', import.meta.url), { recursive: true });
writeFileSync(FILE, manPage(DQS_VERSION, ABOUT, COMMANDS));
