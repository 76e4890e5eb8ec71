import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';

import { metadata, selected, type Context } from '../manifest.js';
import { CONFIG, DATA, databaseUrl, podTemplate } from '../pod.js';
import type { DeploySettings } from '../settings.js';

const COMPONENT = 'worker';
const NAME = 'dqs-worker';
const DRAIN_SECONDS = 25;

/** The workers, which share what is due by the queue in the database. */
export function worker({ settings, namespace }: Context<DeploySettings>) {
  return [
    deployment(settings, namespace),
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: metadata(namespace, NAME, COMPONENT),
      spec: { maxUnavailable: 1, selector: { matchLabels: selected(COMPONENT) } },
    } satisfies IPodDisruptionBudget,
  ];
}

function deployment(settings: DeploySettings, namespace: string) {
  const probe = { httpGet: { path: '/metrics', port: 'metrics' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(namespace, NAME, COMPONENT),
    spec: {
      replicas: settings['worker.replicas'],
      selector: { matchLabels: selected(COMPONENT) },
      template: podTemplate({
        component: COMPONENT,
        image: settings.image,
        args: [
          ...['worker', '--store', `${DATA}/store`, '--registry', `${DATA}/registry`, '--inbox', `${DATA}/inbox`],
          ...['--policy', `${CONFIG}/dqs.alerts.yaml`, '--drain-seconds', String(DRAIN_SECONDS)],
          ...['--metrics-port', '9484', '--metrics-host', '0.0.0.0', '--log-level', 'info'],
        ],
        cpu: settings['worker.cpu'],
        memory: settings['worker.memory'],
        graceSeconds: DRAIN_SECONDS + 15,
        scratch: '4Gi',
        env: [databaseUrl(settings['database.secret'])],
        mounts: ['data', 'config'],
        container: {
          ports: [{ name: 'metrics', containerPort: 9484 }],
          startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 60 },
          livenessProbe: { ...probe, periodSeconds: 20, timeoutSeconds: 10 },
          readinessProbe: { ...probe, periodSeconds: 20, timeoutSeconds: 10 },
        },
      }),
    },
  } satisfies IDeployment;
}
