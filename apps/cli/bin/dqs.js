#!/usr/bin/env node
// In the repository from the start, so that `npm install` links the command before anything is built.
import '../dist/main.js';
