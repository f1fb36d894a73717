import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { App } from '../app-type.ts';
import { messageCounters } from '../messages/metrics.ts';
import { reminderLateness, remindersEnded } from '../reminders/metrics.ts';

/** Seconds; from a cached page to a password's hash on a small machine. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** `GET /metrics` for Prometheus: routes by their pattern, never by their parameters. */
export const metrics = (app: App): void => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const counter of messageCounters) registry.registerMetric(counter);
  registry.registerMetric(remindersEnded);
  registry.registerMetric(reminderLateness);
  const requests = new Histogram({
    name: 'anteroom_http_request_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
    done();
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
};
