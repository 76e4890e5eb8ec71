// A Slurm of one node on the loopback address, in a folder of its own and for the user who runs it.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [CONTROLLER_PORT, NODE_PORT] = [18_237, 18_238];
const NODE = hostname().split('.')[0];

/** Debian puts servers where the path of a user does not lead. */
export const SERVER_PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Tasks that end with these codes are started again: the job failed, or was interrupted. */
const AGAIN = '1,130';

function configuration(folder, socket) {
  const { username } = userInfo();
  return `ClusterName=dqs
SlurmctldHost=${NODE}(127.0.0.1)
SlurmctldPort=${CONTROLLER_PORT}
SlurmdPort=${NODE_PORT}
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/munge
# A task that is started again waits until the credential of its last start has expired.
AuthInfo=socket=${socket},cred_expire=5
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobRequeue=1
RequeueExit=${AGAIN}
KillWait=2
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=${NODE} NodeAddr=127.0.0.1 Port=${NODE_PORT} CPUs=2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Starts it, and gives how to ask it and how to stop it. */
export async function startCluster(folder) {
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name), { recursive: true });
  const [key, socket, config] = ['munge.key', 'munge.socket', 'slurm.conf'].map((name) => join(folder, name));
  writeFileSync(key, randomBytes(128), { mode: 0o400 });
  writeFileSync(config, configuration(folder, socket));
  const env = { ...process.env, PATH: SERVER_PATH, SLURM_CONF: config };
  const servers = [];
  const serve = (program, ...args) => servers.push(spawn(program, args, { env, stdio: 'ignore' }));
  const ask = (program, ...args) => {
    const { stdout, stderr, status } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 60_000 });
    return { code: status, text: stdout.trim(), error: stderr.trim() };
  };
  const stop = () => servers.reverse().forEach((server) => server.kill('SIGTERM'));
  try {
    const own = ['pid-file', 'log-file', 'seed-file'].map((name) => `--${name}=${join(folder, `munge.${name}`)}`);
    serve('munged', '--foreground', '--force', `--key-file=${key}`, `--socket=${socket}`, ...own);
    await until('munged', () => existsSync(socket));
    serve('slurmctld', '-D', '-c', '-f', config);
    serve('slurmd', '-D', '-c', '-f', config);
    await until(
      'the node',
      () => ask('sinfo', '-h', '-o', '%T').text === 'idle',
      () => tailOf(folder),
    );
  } catch (error) {
    stop();
    throw error;
  }
  return { ask, stop };
}

/** Waits until something holds; the clock is a bound and no measure. */
export async function until(what, holds, about = () => '', seconds = 300) {
  for (let i = 0; i < seconds * 4; i += 1) {
    if (holds()) return;
    await sleep(250);
  }
  throw new Error(`${what} is not ready after ${seconds} s ${about()}`);
}

function tailOf(folder) {
  const logs = ['slurmctld.log', 'slurmd.log'].map((name) => join(folder, name)).filter((path) => existsSync(path));
  return logs.map((path) => readFileSync(path, 'utf8').slice(-1500)).join('\n');
}
