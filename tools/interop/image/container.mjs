// An image as a container runtime runs it: unpacked from its layers, its root read-only, without rights and without a network.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from '../not-here.mjs';

const USER = 65_532;
/** Where the manifests mount the volume, and what they give as scratch space (packages/deploy/src/pod.ts). */
const DATA = '/data';
const SCRATCH = { destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'nodev', 'mode=1777'] };

/** A bundle of an image in an OCI layout, with a folder of this machine as its volume. */
export class Container {
  #folder;
  #count = 0;
  #name;

  constructor(layout, tag, folder) {
    this.#folder = join(folder, tag);
    this.#name = `dqs-interop-${process.pid}-${tag}`;
    output('umoci', ['unpack', '--image', `${layout}:${tag}`, this.#folder]);
    /** Bytes of all files. */
    this.unpacked = Number(output('du', ['-sb', join(this.#folder, 'rootfs')]).split('\t')[0]);
    this.image = readFileSync(join(this.#folder, 'config.json'), 'utf8');
  }

  /** Runs the program to its end: `{ code, stdout, stderr }`. */
  run(volume, args, change = {}) {
    const [name, bundle] = this.#prepare(volume, args, change);
    const { status, stdout, stderr } = spawnSync('runc', ['run', '--bundle', bundle, name], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { code: status, stdout, stderr };
  }

  /** What a command of the program prints as JSON. */
  json(volume, command) {
    const { code, stdout, stderr } = this.run(volume, [...command.split(' '), '--json']);
    if (code !== 0) throw new Error(`dqs ${command} ended with ${code} in the image: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Starts the program and sends it SIGTERM once its errors show a text: how it ended, and how long that took. */
  terminate(volume, command, told) {
    const [name, bundle] = this.#prepare(volume, command.split(' '), {});
    const child = spawn('runc', ['run', '--bundle', bundle, name], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    let start;
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      if (start !== undefined || !stderr.includes(told)) return;
      start = performance.now();
      output('runc', ['kill', name, 'TERM']);
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stderr, seconds: (performance.now() - start) / 1000 }));
    });
  }

  /** Writes the bundle's configuration: that of the image, hardened as the manifests ask for. */
  #prepare(volume, args, { entry, env = [] }) {
    mkdirSync(volume, { recursive: true });
    chownSync(volume, USER, USER);
    const config = JSON.parse(this.image);
    const { process: program, mounts } = config;
    program.terminal = false;
    program.cwd = DATA;
    program.noNewPrivileges = true;
    program.capabilities = {};
    program.args = [...(entry ?? program.args), ...args];
    program.env = [
      ...program.env.filter((one) => !env.some((other) => other.split('=')[0] === one.split('=')[0])),
      ...env,
    ];
    config.root.readonly = true;
    const data = { destination: DATA, type: 'bind', source: volume, options: ['rbind', 'rw'] };
    config.mounts = [...mounts.filter(({ destination }) => destination !== '/tmp'), SCRATCH, data];
    writeFileSync(join(this.#folder, 'config.json'), JSON.stringify(config));
    this.#count += 1;
    return [`${this.#name}-${this.#count}`, this.#folder];
  }
}
