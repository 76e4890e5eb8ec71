import type { IContainer, IEnvVar, IPodSpec, IPodTemplateSpec } from 'kubernetes-models/v1';

import { labels } from './manifest.js';

/** User and group of the image: the one that distroless images call nonroot. */
export const USER = 65_532;

/** Where the volume with deliveries, registry and inbox is. */
export const DATA = '/data';
/** Where the policies are. */
export const CONFIG = '/etc/dqs';

/** What differs between the pods. */
export interface PodDescription {
  readonly component: string;
  readonly image: string;
  /** The command line behind `dqs`. */
  readonly args: readonly string[];
  readonly cpu: string;
  readonly memory: string;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  /** Room for temporary files. */
  readonly scratch: string;
  readonly env?: readonly IEnvVar[];
  /** Volumes: `data` and `config` are there for those who name them. */
  readonly mounts?: readonly ('data' | 'config')[];
  readonly container?: Partial<IContainer>;
  readonly pod?: Partial<IPodSpec>;
}

/**
 * The template of a pod under the restricted Pod Security standard: no root, no privileges, no token of the cluster, a root file
 * system that cannot be written. Memory is limited to what is asked for, so that no pod takes another one's; CPU is not: a
 * limit would slow a pod down on an idle node.
 */
export function podTemplate(description: PodDescription): IPodTemplateSpec {
  const { component, graceSeconds, mounts = [], scratch, pod = {} } = description;
  return {
    metadata: { labels: labels(component) },
    spec: {
      serviceAccountName: 'dqs',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        fsGroup: USER,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      terminationGracePeriodSeconds: graceSeconds,
      ...pod,
      containers: [containerOf(description)],
      volumes: [
        { name: 'tmp', emptyDir: { sizeLimit: scratch } },
        ...(mounts.includes('data') ? [{ name: 'data', persistentVolumeClaim: { claimName: 'dqs-data' } }] : []),
        ...(mounts.includes('config') ? [{ name: 'config', configMap: { name: 'dqs-config' } }] : []),
      ],
    },
  };
}

function containerOf({ image, args, cpu, memory, env = [], mounts = [], container = {} }: PodDescription): IContainer {
  return {
    name: 'dqs',
    image,
    args: [...args],
    env: [...env, THREADS, { name: 'DQS_BY', value: 'kubernetes' }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    ...container,
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(mounts.includes('data') ? [{ name: 'data', mountPath: DATA }] : []),
      ...(mounts.includes('config') ? [{ name: 'config', mountPath: CONFIG, readOnly: true }] : []),
    ],
  };
}

/** Without it a process would start a thread for every core of its node, whatever share of them it has. */
const THREADS: IEnvVar = {
  name: 'DQS_THREADS',
  valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1' } },
};

/** The URL of the database, which only its Secret knows. */
export const databaseUrl = (secret: string): IEnvVar => ({
  name: 'DATABASE_URL',
  valueFrom: { secretKeyRef: { name: secret, key: 'url' } },
});
