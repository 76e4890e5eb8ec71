import type { paths } from '@dqs/client';

type Json<P extends keyof paths> = paths[P] extends {
  post: { responses: { 200: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

/** What there is to say of a policy that somebody writes. */
export type PolicyCheck = Json<'/api/v1/policies/alerts/check'>;
/** How the tests of a policy went. */
export type PolicyTests = Json<'/api/v1/policies/alerts/test'>;
/** What another policy would have changed. */
export type PolicySimulation = Json<'/api/v1/policies/alerts/simulate'>;
/** What a silence would be about. */
export type SilenceReach = Json<'/api/v1/silences/preview'>;
/** A policy that can be read. */
export type CheckedPolicy = NonNullable<PolicyCheck['policy']>;
