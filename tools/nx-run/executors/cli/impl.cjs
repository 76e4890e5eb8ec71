const { spawn } = require('node:child_process');
const { join } = require('node:path');
exports.default = (options, context) =>
  new Promise((resolve) => {
    // The target's own configuration, not `options`: forwarded flags such as --entry must not override it.
    const t = context.target.options;
    const child = spawn(
      process.execPath,
      [...(t.nodeArgs ?? []), join(context.root, t.entry), ...(t.prefix ?? []), ...(options.__unparsed__ ?? [])],
      { cwd: process.env.INIT_CWD ?? context.root, stdio: 'inherit', env: process.env },
    );
    const kill = (s) => child.kill(s);
    process.on('SIGINT', kill).on('SIGTERM', kill);
    child.on('error', (e) => {
      console.error(e);
      resolve({ success: false });
    });
    child.on('exit', (code) => {
      if (code) console.error(`exit code ${code}`);
      resolve({ success: code === 0 });
    });
  });
