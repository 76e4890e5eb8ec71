import { DqsError } from '@dqs/core';
import type { AuditedAct } from '@dqs/runtime';
import type { FastifyRequest } from 'fastify';

import type { AlertingChange, Answer, RouteDefinition } from '../routes/route.js';
import { served, type Services } from '../services.js';

/**
 * Does what a request asks for and records it in the audit log: an entry says that it has begun, another one how it ended. Where
 * there is no database there is no log either.
 */
export async function recorded(
  definition: RouteDefinition,
  request: FastifyRequest,
  { audit }: Pick<Services, 'audit'>,
  work: () => Promise<Answer> | Answer,
): Promise<Answer> {
  if (audit === undefined || definition.audit === undefined || definition.isOneChange) return work();
  const act = actOf(definition, request, definition.audit);
  return audit.around(
    act,
    async () => work(),
    ({ body }) => endOf(act, body),
  );
}

/** What changes alerting in the name of whoever sent a request. Where there is no audit log nothing is recorded. */
export function alertingChange(
  definition: RouteDefinition,
  request: FastifyRequest,
  { audit, alerting }: Pick<Services, 'audit' | 'alerting'>,
): AlertingChange {
  return async (about, work, also) => {
    const now = served(alerting, 'a store of alerts');
    if (audit === undefined || definition.audit === undefined) {
      const done = await work(now);
      await also?.(undefined);
      return done;
    }
    const act = { ...actOf(definition, request, definition.audit), ...about };
    return audit.changeAlerting(act, (store) => work({ ...now, store }), also);
  };
}

/** Records that somebody was not let in, who has a key or a token; requests without one are not worth an entry each. */
export async function recordDenial(
  definition: RouteDefinition,
  request: FastifyRequest,
  { audit }: Pick<Services, 'audit'>,
  error: unknown,
): Promise<void> {
  if (audit === undefined || !DqsError.is(error) || error.code !== 'access-denied') return;
  const action = definition.audit ?? `api.${definition.action}`;
  await audit.record({ ...actOf(definition, request, action), outcome: 'denied' });
}

function actOf({ path }: RouteDefinition, request: FastifyRequest, action: string): AuditedAct {
  const { id: requestId, ip: address, principal, params, body } = request;
  const named = Object.entries(params as Readonly<Record<string, string>>);
  const { reason } = (body ?? {}) as { readonly reason?: unknown };
  return {
    actor: { id: principal!.name },
    action,
    targets: named.length > 0 ? named.map(([kind, id]) => ({ kind, id })) : [{ kind: 'path', id: path }],
    context: {
      ...{ requestId, address, agent: `api ${principal!.id}` },
      ...(typeof reason === 'string' && { reason: reason.slice(0, 1000) }),
    },
  };
}

/** What the log may hold of an answer is a matter of its schemas. */
function endOf({ action, targets }: AuditedAct, body: unknown) {
  const { id } = (body ?? {}) as { readonly id?: unknown };
  const isNew = typeof id === 'string' && !targets.some((one) => one.id === id);
  const all = isNew ? [...targets, { kind: action.split('.')[0]!, id }] : targets;
  return { targets: all, after: JSON.parse(JSON.stringify(body ?? null)) as never };
}
