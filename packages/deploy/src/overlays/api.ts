import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IService } from 'kubernetes-models/v1';

import { metadata, selected, type Context } from '../manifest.js';
import { CONFIG, DATA, databaseUrl, podTemplate } from '../pod.js';
import type { DeploySettings } from '../settings.js';

const COMPONENT = 'api';
const NAME = 'dqs-api';
/** Seconds in which those who route requests learn that a process is about to stop. */
const NOTICE_SECONDS = 5;

/** The API: as many processes as requests ask for, each of which can go without a request being lost. */
export function api({ settings, namespace }: Context<DeploySettings>) {
  const meta = metadata(namespace, NAME, COMPONENT);
  return [
    deployment(settings, namespace),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta,
      spec: { selector: selected(COMPONENT), ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    } satisfies IService,
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: meta,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: NAME },
        minReplicas: settings['api.minReplicas'],
        maxReplicas: settings['api.maxReplicas'],
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    } satisfies IHorizontalPodAutoscaler,
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: meta,
      spec: { maxUnavailable: 1, selector: { matchLabels: selected(COMPONENT) } },
    } satisfies IPodDisruptionBudget,
  ];
}

function deployment(settings: DeploySettings, namespace: string) {
  const probe = (path: string) => ({ httpGet: { path, port: 'http' } });
  // The image has no shell.
  const wait = ['/nodejs/bin/node', '-e', `setTimeout(() => {}, ${NOTICE_SECONDS * 1000})`];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(namespace, NAME, COMPONENT),
    // No count of replicas: the autoscaler has it.
    spec: {
      selector: { matchLabels: selected(COMPONENT) },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: podTemplate({
        component: COMPONENT,
        image: settings.image,
        args: [
          ...[
            'api',
            '--host',
            '0.0.0.0',
            '--auth',
            'keys',
            '--store',
            `${DATA}/store`,
            '--registry',
            `${DATA}/registry`,
          ],
          ...['--policy', `${CONFIG}/dqs.alerts.yaml`, '--log-level', 'info'],
        ],
        cpu: settings['api.cpu'],
        memory: settings['api.memory'],
        // The notice, ten seconds for requests that are on their way, and as much again.
        graceSeconds: NOTICE_SECONDS + 20,
        scratch: '1Gi',
        env: [databaseUrl(settings['database.secret'])],
        mounts: ['data', 'config'],
        container: {
          ports: [{ name: 'http', containerPort: 8080 }],
          startupProbe: { ...probe('/startupz'), periodSeconds: 2, failureThreshold: 60 },
          livenessProbe: { ...probe('/livez'), periodSeconds: 10, timeoutSeconds: 5 },
          readinessProbe: { ...probe('/readyz'), periodSeconds: 5, timeoutSeconds: 5 },
          lifecycle: { preStop: { exec: { command: wait } } },
        },
        pod: {
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: selected(COMPONENT) },
            },
          ],
        },
      }),
    },
  } satisfies IDeployment;
}
