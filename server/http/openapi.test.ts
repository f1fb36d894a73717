import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../test/harness.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

interface Operation {
  method: string;
  path: string;
  node: Node;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** What the clients were written against, and what the product adds. */
const CONTRACT = [
  'post /appointments/{id}/send-video-otp',
  'post /appointments/{id}/verify-video-otp',
  'post /api/video-calls/initiate',
  'get /api/video-calls/token/{appointmentId}',
  'patch /api/video-calls/{appointmentId}/status',
  'get /api/video-calls/{appointmentId}',
  'get /api/video-calls',
  'get /api/video-calls/stats',
  'get /api/appointments/video-token/{appointment_id}',
  'get /api/appointments/{id}',
  'post /api/appointments/video-room/{appointment_id}',
  'post /api/sessions',
  'post /api/sessions/refresh',
  'delete /api/sessions/current',
  'get /api/me',
  'patch /api/me',
  'get /api/doctors',
  'get /api/doctors/{id}/slots',
  'get /api/me/availability',
  'put /api/me/availability',
  'post /api/appointments',
  'get /api/appointments',
  'patch /api/appointments/{id}',
  'post /api/appointments/{id}/confirm',
  'post /api/appointments/{id}/cancel',
  'post /send-otp',
  'post /verify-otp',
  'post /register-with-otp',
  'post /forgot-password-otp',
  'post /login-with-otp',
  'post /api/me/phone',
  'post /api/me/phone/confirm',
  'get /api/deliveries/{id}',
  'get /api/admin/deliveries',
  'get /api/admin/spending',
  'get /api/admin/service-keys',
  'post /api/admin/service-keys',
  'delete /api/admin/service-keys/{id}',
  'post /api/v1/external/sms/otp',
  'post /api/v1/external/whatsapp/otp',
  'post /api/v1/external/otp/verify',
  'get /api/v1/external/messages/{message_id}',
  'post /webhooks/twilio/messages',
  'get /webhooks/whatsapp',
  'post /webhooks/whatsapp',
  'get /healthz',
  'get /readyz',
];

let world: World & { close: () => Promise<void> };
let document: Node;
let operations: Operation[];

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nodeAt = (node: Node, key: string): Node => {
  const value = node[key];
  if (!isNode(value)) throw new Error(`no object at ${key}`);
  return value;
};

/** Every object in the document. */
const allNodes = (value: Json): Node[] => {
  if (Array.isArray(value)) return value.flatMap(allNodes);
  return isNode(value) ? [value, ...Object.values(value).flatMap(allNodes)] : [];
};

const resolves = (reference: string): boolean => {
  let at: Json | undefined = document;
  for (const part of reference.replace(/^#\//, '').split('/')) {
    at = isNode(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return at !== undefined;
};

beforeAll(async () => {
  world = await openWorld('embedded');
  const answer = await world.app.inject({ method: 'GET', url: '/openapi.json' });
  expect(answer.headers['content-type']).toContain('application/json');
  document = answer.json<Node>();
  operations = Object.entries(nodeAt(document, 'paths')).flatMap(([path, item]) =>
    Object.entries(isNode(item) ? item : {})
      .filter(([method]) => METHODS.includes(method))
      .map(([method, node]) => ({ method, path, node: isNode(node) ? node : {} })),
  );
});
afterAll(() => world.close());

describe('/openapi.json', () => {
  it('is a document of OpenAPI 3.1', () => {
    expect(document['openapi']).toMatch(/^3\.1\.\d+$/);
    expect(nodeAt(document, 'info')).toMatchObject({
      title: expect.any(String),
      version: expect.any(String),
    });
    expect(Object.keys(nodeAt(document, 'paths')).filter((path) => !path.startsWith('/'))).toEqual([]);
  });

  it.each(CONTRACT)('lists %s', (wanted) => {
    expect(operations.map(({ method, path }) => `${method} ${path}`)).toContain(wanted);
  });

  it('gives every operation a summary, a tag, a success and a problem', () => {
    for (const { method, path, node } of operations) {
      const responses = nodeAt(node, 'responses');
      const name = `${method} ${path}`;
      expect(node['summary'], name).toEqual(expect.any(String));
      expect(node['tags'], name).toEqual([expect.any(String)]);
      expect(Object.keys(responses).filter((code) => /^2\d\d$/.test(code)).length, name).toBeGreaterThan(0);
      expect(nodeAt(nodeAt(responses, '4XX'), 'content'), name).toHaveProperty([
        'application/problem+json',
        'schema',
      ]);
      for (const [code, response] of Object.entries(responses)) {
        expect(code).toMatch(/^([1-5]\d\d|[1-5]XX|default)$/);
        expect(isNode(response) && typeof response['description'], `${name} ${code}`).toBe('string');
      }
    }
  });

  it('declares every parameter of a path, as required, and no other', () => {
    for (const { method, path, node } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const parameters = Array.isArray(node['parameters']) ? node['parameters'].filter(isNode) : [];
      const declared = parameters.filter((parameter) => parameter['in'] === 'path');
      expect(declared.map((parameter) => parameter['name']).sort(), `${method} ${path}`).toEqual(
        inPath.sort(),
      );
      for (const parameter of declared) expect(parameter['required']).toBe(true);
      for (const parameter of parameters) expect(parameter['schema']).toBeDefined();
    }
  });

  it('refers to nothing that is not there, and to no security scheme unknown', () => {
    const references = allNodes(document).map((node) => node['$ref']);
    for (const reference of references) {
      if (typeof reference === 'string') expect(resolves(reference), reference).toBe(true);
    }
    const schemes = Object.keys(nodeAt(nodeAt(document, 'components'), 'securitySchemes'));
    const used = operations.flatMap(({ node }) => (Array.isArray(node['security']) ? node['security'] : []));
    for (const scheme of used.filter(isNode).flatMap(Object.keys)) expect(schemes).toContain(scheme);
  });

  it('names every operation once', () => {
    const ids = operations.map(({ node }) => node['operationId']).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('/docs', () => {
  it('answers with a page, its files and no way out of the policy', async () => {
    const page = await world.app.inject({ method: 'GET', url: '/docs/' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    const scripts = [...page.body.matchAll(/(?:src|href)="\.?\/?([^"]+)"/g)].map(([, file]) => file);
    expect(scripts.length).toBeGreaterThan(2);
    for (const file of scripts) {
      const url = new URL(file ?? '', 'http://localhost/docs/').pathname;
      expect((await world.app.inject({ method: 'GET', url })).statusCode, url).toBe(200);
    }
    expect((await world.app.inject({ method: 'GET', url: '/docs' })).statusCode).toBeLessThan(400);
    expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*'unsafe-inline'/);
  });
});
