// Preloaded into a measured process: writes its peak resident memory, in bytes, and the CPU time of all its threads, in
// microseconds, as the last thing it does.
const { readFileSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

/** VmHWM belongs to this program alone; what getrusage says can include the parent that started it. */
function peakBytes() {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

function cpuMicroseconds() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

if (isMainThread) {
  process.on('exit', () => writeFileSync(process.env.DQS_PEAK_MEMORY_FILE, `${peakBytes()} ${cpuMicroseconds()}`));
}
