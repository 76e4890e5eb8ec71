// Programs of Debian that some tests need beside Node and the compilers; without one, those tests are skipped loudly.
import { capture, show } from './run.mjs';

/** Every peer: the program that tests look for, the Debian package that brings it, and what it is for. */
export const PEERS = [
  { program: 'chromium', debian: 'chromium', purpose: 'opens the HTML pages' },
  { program: 'pg_ctlcluster', debian: 'postgresql', purpose: 'counts logs where they lie' },
  { program: 'prometheus-alertmanager', debian: 'prometheus-alertmanager', purpose: 'takes alerts' },
  { program: 'promtool', debian: 'prometheus', purpose: 'checks and scrapes metrics' },
  { program: 'munged', debian: 'munge', purpose: 'lets Slurm know its users' },
  { program: 'slurmctld', debian: 'slurm-wlm', purpose: 'starts array tasks' },
  { program: 'aarch64-linux-gnu-g++', debian: 'g++-aarch64-linux-gnu', purpose: 'builds for arm64' },
  { program: 'qemu-aarch64-static', debian: 'qemu-user-static', purpose: 'runs what was built for arm64' },
  { program: 'buildah', debian: 'buildah', purpose: 'builds the image' },
  { program: 'mmdebstrap', debian: 'mmdebstrap', purpose: 'makes what the image stands on' },
  { program: 'umoci', debian: 'umoci', purpose: 'unpacks the image' },
  { program: 'runc', debian: 'runc', purpose: 'runs the image' },
  { program: 'zsh', debian: 'zsh', purpose: 'completes commands' },
  { program: 'fish', debian: 'fish', purpose: 'completes commands' },
  { program: 'groff', debian: 'groff-base', purpose: 'sets the manual page' },
  { program: 'pdftotext', debian: 'poppler-utils', purpose: 'reads what a page prints' },
];

/** The peers that are not on this machine. */
export async function missingPeers() {
  const missing = [];
  for (const peer of PEERS) if (!(await isOnPath(peer.program))) missing.push(peer);
  return missing;
}

async function isOnPath(program) {
  // Debian puts servers where the path of a user does not lead.
  return (await capture('sh', ['-c', `PATH="$PATH:/usr/sbin"; command -v ${program}`])).code === 0;
}

/**
 * Installs what is missing with apt-get, as root or through sudo; where neither is possible, says which command would.
 *
 * @returns true when every peer is there afterwards.
 */
export async function installPeers(report = (line) => console.error(line)) {
  const missing = await missingPeers();
  if (missing.length === 0) {
    report(`setup: all peers are installed (${PEERS.map(({ program }) => program).join(', ')})`);
    return true;
  }
  const packages = missing.map(({ debian }) => debian);
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  report(`setup: installing ${missing.map(({ program, purpose }) => `${program} (${purpose})`).join(', ')} …`);
  const steps = [['apt-get', 'update'], install].map((step) => [...asRoot, ...step]);
  for (const [command, ...args] of steps) if (!(await succeeds(command, args))) break;
  const absent = await missingPeers();
  if (absent.length === 0) return true;
  report(
    `setup: ${absent.map(({ program }) => program).join(' and ')} could not be installed; their tests will be skipped.`,
  );
  report(`Install by hand: ${install.join(' ')}`);
  return false;
}

async function succeeds(command, args) {
  try {
    return (await show(command, args, { env: { DEBIAN_FRONTEND: 'noninteractive' } })) === 0;
  } catch {
    return false; // no apt-get or no sudo on this machine
  }
}
