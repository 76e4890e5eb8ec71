import { allObjects, nameOf, ofKind, podOf, workloads } from './support/objects.js';

const pods = workloads();
const servers = pods.filter(([, { kind }]) => kind === 'Deployment');
const jobs = pods.filter(([, { kind }]) => kind !== 'Deployment');

/** Whether labels are those that a selector asks for. */
const fits = (selector: Record<string, string> = {}, labels: Record<string, string> = {}) =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

it('there are pods of every kind', () => {
  expect(pods.map(([name]) => name).sort()).toEqual([
    'CronJob dqs-retrain',
    'Deployment dqs-api',
    'Deployment dqs-worker',
    'Job dqs-batch',
    'Job dqs-train',
  ]);
});

describe.each(pods)('%s', (_name, object, pod, template) => {
  const [container, ...others] = pod.containers;

  it('runs as the user of the image and never as root', () => {
    expect(others).toEqual([]);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532 });
  });

  it('meets the restricted Pod Security standard', () => {
    expect(pod.securityContext?.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(container!.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(container!.securityContext).not.toHaveProperty('privileged');
    for (const shared of ['hostNetwork', 'hostPID', 'hostIPC']) expect(pod).not.toHaveProperty(shared);
    const kinds = pod.volumes!.map(({ name: _, ...source }) => Object.keys(source)).flat();
    expect(kinds.filter((one) => !['emptyDir', 'persistentVolumeClaim', 'configMap'].includes(one))).toEqual([]);
  });

  it('cannot write its root file system, and what it may write is bounded', () => {
    expect(container!.securityContext?.readOnlyRootFilesystem).toBe(true);
    const scratch = pod.volumes!.filter(({ emptyDir }) => emptyDir !== undefined);
    expect(scratch.map(({ name }) => name)).toEqual(['tmp']);
    expect(scratch[0]!.emptyDir?.sizeLimit).toMatch(/^\d+Gi$/);
    const mounted = container!.volumeMounts!.map(({ name }) => name);
    expect(mounted).toEqual(pod.volumes!.map(({ name }) => name));
  });

  it('gets no token of the cluster and no addresses of other services', () => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    const [account] = ofKind('ServiceAccount');
    expect(account).toMatchObject({ metadata: { name: pod.serviceAccountName }, automountServiceAccountToken: false });
  });

  it('asks for CPU and memory, and gets no more memory than it asked for', () => {
    const { requests, limits } = container!.resources!;
    expect(Object.keys(requests!).sort()).toEqual(['cpu', 'memory']);
    expect(limits).toEqual({ memory: requests!['memory'] });
  });

  it('uses as many threads as it asks for CPU', () => {
    const threads = container!.env!.find(({ name }) => name === 'DQS_THREADS');
    expect(threads?.valueFrom?.resourceFieldRef).toEqual({ resource: 'requests.cpu', divisor: '1' });
  });

  it('has an image whose tag nobody moves', () => {
    expect(container!.image).toMatch(/:[\w.-]+$/);
    expect(container!.image).not.toMatch(/:latest$/);
  });

  it('holds no secret: those come from a Secret by name', () => {
    for (const { name, value } of container!.env!) {
      if (/URL|PASS|KEY|TOKEN|SECRET/.test(name)) expect([name, value]).toEqual([name, undefined]);
    }
    expect(container!.args!.join(' ')).not.toMatch(/:\/\/[^ /]*@/);
  });

  it('mounts what exists', () => {
    const names = allObjects().map(nameOf);
    for (const { persistentVolumeClaim: claim, configMap } of pod.volumes!) {
      if (claim !== undefined) expect(names).toContain(`PersistentVolumeClaim ${claim.claimName}`);
      if (configMap !== undefined) expect(names).toContain(`ConfigMap ${configMap.name}`);
    }
  });

  it('is found by its own labels', () => {
    const selector = object.spec.selector?.matchLabels as Record<string, string> | undefined;
    expect(fits(selector, template.metadata?.labels)).toBe(true);
    const others = pods.filter(([name]) => name !== _name).map(([, , , other]) => other.metadata?.labels);
    if (selector !== undefined) expect(others.filter((labels) => fits(selector, labels))).toEqual([]);
  });
});

describe.each(servers)('%s', (name, object, pod) => {
  const [container] = pod.containers;

  it('is asked whether it has started, lives and is ready', () => {
    const ports = container!.ports!.map((port) => port.name);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      expect(ports).toContain(container![probe]?.httpGet?.port);
    }
  });

  it('has more time to end than it needs', () => {
    const notice = /, (\d+)\)$/.exec(container!.lifecycle?.preStop?.exec?.command?.at(-1) ?? '')?.[1] ?? '0';
    const at = container!.args!.indexOf('--drain-seconds');
    const drainSeconds = at < 0 ? 10 : Number(container!.args![at + 1]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(Number(notice) / 1000 + drainSeconds + 10);
  });

  it('loses one process at a time', () => {
    const budgets = ofKind('PodDisruptionBudget').filter(({ spec }) =>
      fits(spec.selector.matchLabels, object.spec.selector.matchLabels),
    );
    expect(budgets.map(({ spec }) => spec.maxUnavailable)).toEqual([1]);
  });

  it('is scaled by one thing alone', () => {
    const scalers = ofKind('HorizontalPodAutoscaler').filter(
      ({ spec }) => `Deployment ${spec.scaleTargetRef.name}` === name,
    );
    expect([object.spec.replicas === undefined, scalers.length]).toEqual(
      name === 'Deployment dqs-api' ? [true, 1] : [false, 0],
    );
    for (const { spec } of scalers) expect(spec.minReplicas).toBeGreaterThan(1);
  });
});

describe.each(jobs)('%s', (_name, object, pod) => {
  const spec = object.kind === 'CronJob' ? object.spec.jobTemplate.spec : object.spec;

  it('ends, is tried again a few times only, and is cleared away', () => {
    expect(pod.restartPolicy).toBe('Never');
    expect(spec.activeDeadlineSeconds).toBeGreaterThan(0);
    expect(spec.ttlSecondsAfterFinished).toBeGreaterThan(0);
    expect(spec.backoffLimit ?? spec.backoffLimitPerIndex).toBeLessThanOrEqual(3);
  });

  it('is not tried again after the exit codes 2 and 3, and a node that goes does not count', () => {
    const [ignored, final] = spec.podFailurePolicy.rules;
    expect(ignored).toMatchObject({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] });
    expect(final.onExitCodes).toEqual({ containerName: 'dqs', operator: 'In', values: [2, 3] });
    expect(final.action).toBe(spec.completionMode === 'Indexed' ? 'FailIndex' : 'FailJob');
  });

  it('lets go within 30 seconds', () => {
    expect(pod.terminationGracePeriodSeconds).toBe(30);
  });
});

describe('the network', () => {
  const policies = ofKind('NetworkPolicy');

  it('is closed for every pod in both directions, by a policy that allows nothing', () => {
    const closed = policies.filter(({ spec }) => Object.keys(spec.podSelector).length === 0);
    expect(closed.map(({ spec }) => spec)).toEqual([{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }]);
  });

  it('is opened for ports that are named, and for pods that there are', () => {
    for (const { spec } of policies.filter(({ spec: { podSelector } }) => podSelector.matchLabels !== undefined)) {
      expect(pods.some(([, , , { metadata }]) => fits(spec.podSelector.matchLabels, metadata?.labels))).toBe(true);
      for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
        expect(rule.ports?.length).toBeGreaterThan(0);
    }
  });

  it('lets in to a server only from a namespace by name, and only at a port that it has', () => {
    for (const { spec } of policies.filter((one) => one.spec.ingress !== undefined)) {
      const [pod] = pods.filter(([, , , { metadata }]) => fits(spec.podSelector.matchLabels, metadata?.labels));
      const open = pod![2].containers[0]!.ports!.map(({ containerPort }) => containerPort);
      for (const { from, ports } of spec.ingress) {
        expect(from[0].namespaceSelector.matchLabels).toHaveProperty(['kubernetes.io/metadata.name']);
        for (const { port } of ports) expect(open).toContain(port);
      }
    }
  });
});

it('the namespace refuses pods that are not restricted', () => {
  const [namespace] = ofKind('Namespace');
  expect(namespace!.metadata).toMatchObject({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } });
});

it('every object is in the namespace and says that it belongs to DQS', () => {
  for (const one of allObjects()) {
    if (one.kind !== 'Namespace') expect(one.metadata.namespace).toBe('dqs');
    expect(one.metadata).toMatchObject({ labels: { 'app.kubernetes.io/part-of': 'dqs' } });
  }
});

it('a service leads to a port that the pods have', () => {
  for (const { spec } of ofKind('Service')) {
    const targets = pods.filter(([, , , { metadata }]) => fits(spec.selector, metadata?.labels));
    expect(targets).toHaveLength(1);
    const names = podOf(targets[0]![1])!.spec!.containers[0]!.ports!.map(({ name }) => name);
    expect(spec.ports.map(({ targetPort }: { targetPort: string }) => names.includes(targetPort))).toEqual([true]);
  }
});
