/** A Kubernetes object, as far as those who only pass it on need to know. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What the manifests are made of: values of settings, and where the objects go. */
export interface Context<S> {
  readonly settings: S;
  /** Namespace of all objects. */
  readonly namespace: string;
}

/** Name and namespace of an object, and the labels by which it is found. */
export function metadata(namespace: string, name: string, component?: string) {
  return { name, namespace, labels: labels(component) };
}

/** Labels of an object; of a component, those that its pods are selected by. */
export function labels(component?: string): Record<string, string> {
  const common = { 'app.kubernetes.io/name': 'dqs', 'app.kubernetes.io/part-of': 'dqs' };
  return component === undefined ? common : { ...common, 'app.kubernetes.io/component': component };
}

/** Labels that select the pods of a component. */
export const selected = (component: string) => ({
  'app.kubernetes.io/name': 'dqs',
  'app.kubernetes.io/component': component,
});
