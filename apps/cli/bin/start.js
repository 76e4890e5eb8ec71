// Apart from dqs.js, because an older Node cannot even parse it.
'use strict';
// Where Node can keep what it has compiled, the second start takes less than the first.
require('module').enableCompileCache?.();
import('../dist/main.js');
