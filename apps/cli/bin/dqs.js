#!/usr/bin/env node
// In the repository from the start, so that `npm install` links the command before anything is built. It says which Node is needed
// before it loads what an older one cannot parse, and is written for any: CommonJS, and no syntax newer than ECMAScript 5.
'use strict';
var fs = require('fs');
var path = require('path');

var manifest = require('../package.json');
var needed = manifest.engines.node.replace('>=', '');
if (!isNewEnough(numbers(process.versions.node), numbers(needed))) {
  console.error('dqs needs Node.js ' + needed + ' or newer, and this is ' + process.versions.node + '.');
  process.exit(1);
}
// Scripts ask for the version before anything else: it needs none of the program.
if (process.argv.length === 3 && ['-V', '--version'].indexOf(process.argv[2]) >= 0) console.log(manifest.version);
else start();

function start() {
  if (!fs.existsSync(path.join(__dirname, '..', 'dist', 'main.js'))) {
    console.error('dqs is not built yet: run npm run setup in ' + path.join(__dirname, '..', '..', '..'));
    process.exit(1);
  }
  require('./start.js');
}

function numbers(version) {
  return version.split('.').map(Number);
}

function isNewEnough(version, least) {
  return version[0] > least[0] || (version[0] === least[0] && version[1] >= least[1]);
}
