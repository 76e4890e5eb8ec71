import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IConfigMap, INamespace, IPersistentVolumeClaim, IServiceAccount } from 'kubernetes-models/v1';

import { labels, metadata, selected, type Context } from './manifest.js';
import type { DeploySettings } from './settings.js';

/** What every overlay needs, by the name of the file that it stands in. */
export function base({ settings, namespace }: Context<DeploySettings>) {
  return {
    namespace: [namespaceOf(namespace)],
    'service-account': [serviceAccount(settings, namespace)],
    data: [data(settings, namespace)],
    config: [config(namespace)],
    'network-policies': networkPolicies(settings, namespace),
  };
}

/** Pods that ask for more than the restricted standard allows are refused. */
function namespaceOf(name: string): INamespace & { metadata: { name: string } } {
  const level = (mode: string) => ({
    [`pod-security.kubernetes.io/${mode}`]: 'restricted',
    [`pod-security.kubernetes.io/${mode}-version`]: 'latest',
  });
  const security = { ...level('enforce'), ...level('audit'), ...level('warn') };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels(), ...security } } };
}

/** Has no rights; a cloud's identity is tied to it by an annotation. */
function serviceAccount(settings: DeploySettings, namespace: string) {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...metadata(namespace, 'dqs'), annotations: settings['serviceAccount.annotations'] },
    automountServiceAccountToken: false,
  } satisfies IServiceAccount;
}

function data(settings: DeploySettings, namespace: string) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadata(namespace, 'dqs-data'),
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: settings['data.storageClass'],
      resources: { requests: { storage: settings['data.size'] } },
    },
  } satisfies IPersistentVolumeClaim;
}

const RETRAINING = `apiVersion: dqs/v1
kind: RetrainingPolicy
metadata: { name: model }
model: model
triggers: { age: { over: 90d } }
gates: { better: { level: 0.05, evidence: e-value, minimum_days: 28 }, naive_skill: { above: 0 } }
approval: person
`;

const ALERTS = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: quiet }
rules:
  - { id: likely-below, when: 'p_below_target > 0.5' }
routes: []
receivers: {}
`;

/** The policies to begin with: a person lets every new model in, and nobody is told anything. */
function config(namespace: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(namespace, 'dqs-config'),
    data: { 'dqs.alerts.yaml': ALERTS, 'dqs.retrain.yaml': RETRAINING },
  } satisfies IConfigMap;
}

/** Nothing comes in or goes out but what is named here. */
function networkPolicies(settings: DeploySettings, namespace: string) {
  const policy = (name: string, spec: INetworkPolicy['spec']) =>
    ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata(namespace, name),
      spec,
    }) satisfies INetworkPolicy;
  const from = (name: string) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }];
  const all = { matchLabels: { 'app.kubernetes.io/name': 'dqs' } };
  return [
    policy('dqs-default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('dqs-names', {
      podSelector: all,
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ ...from('kube-system')[0], podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    }),
    policy('dqs-database', {
      podSelector: all,
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: settings['database.network'] } }], ports: [{ protocol: 'TCP', port: 5432 }] }],
    }),
    // Object stores, webhooks, issuers of tokens: addresses that change, but one port.
    policy('dqs-https', {
      podSelector: all,
      policyTypes: ['Egress'],
      egress: [{ ports: [{ protocol: 'TCP', port: 443 }] }],
    }),
    policy('dqs-api', {
      podSelector: { matchLabels: selected('api') },
      policyTypes: ['Ingress'],
      ingress: [{ from: from(settings.ingressNamespace), ports: [{ protocol: 'TCP', port: 8080 }] }],
    }),
    policy('dqs-metrics', {
      podSelector: { matchLabels: selected('worker') },
      policyTypes: ['Ingress'],
      ingress: [{ from: from(settings.monitoringNamespace), ports: [{ protocol: 'TCP', port: 9484 }] }],
    }),
  ];
}
