import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../test/harness.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';

interface Operation {
  method: Method;
  path: string;
  node: Node;
}

const METHODS: readonly Method[] = ['get', 'put', 'post', 'delete', 'patch'];

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
  'get /api/video-calls/presence',
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
  'get /api/appointments/{id}/calendar.ics',
  'get /api/me/calendar-feed',
  'post /api/me/calendar-feed',
  'delete /api/me/calendar-feed',
  'get /calendar/{secret}.ics',
  'get /api/appointments/{id}/messages',
  'get /api/appointments/{id}/video-provider',
  'put /api/appointments/{id}/video-provider',
  'get /api/me/stopped-channels',
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
  'post /webhooks/twilio/video',
  'post /webhooks/jitsi',
  'post /webhooks/jitsi/events/room/created',
  'post /webhooks/jitsi/events/room/destroyed',
  'post /webhooks/jitsi/events/occupant/joined',
  'post /webhooks/jitsi/events/occupant/left',
  'get /healthz',
  'get /readyz',
];

const NOWHERE = '019a0000-0000-7000-8000-000000000000';

type OpenWorld = World & { close: () => Promise<void> };

let world: OpenWorld;
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

const documentOf = async ({ app }: World): Promise<Node> => {
  const answer = await app.inject({ method: 'GET', url: '/openapi.json' });
  expect(answer.headers['content-type']).toContain('application/json');
  return answer.json<Node>();
};

const operationsIn = (from: Node): Operation[] =>
  Object.entries(nodeAt(from, 'paths')).flatMap(([path, item]) =>
    Object.entries(isNode(item) ? item : {}).flatMap(([name, node]) =>
      METHODS.filter((method) => method === name).map((method) => ({
        method,
        path,
        node: isNode(node) ? node : {},
      })),
    ),
  );

/** The ways of which any one opens an operation; none, or an empty one among them, where nobody need say who they are. */
const waysInto = ({ node }: Operation): string[][] => {
  const ways = node['security'] ?? document['security'];
  return Array.isArray(ways) ? ways.filter(isNode).map(Object.keys) : [];
};

const isOpen = (operation: Operation): boolean => {
  const ways = waysInto(operation);
  return ways.length === 0 || ways.some((schemes) => schemes.length === 0);
};

/** Whether an operation turns somebody away who does not say who they are. */
const asksWho = async ({ app }: World, { method, path }: Operation): Promise<boolean> => {
  const url = path.replaceAll(/\{\w+\}/g, NOWHERE);
  const answer = await app.inject({ method, url });
  return answer.statusCode === 401 && answer.json<Node>()['code'] === 'unauthorized';
};

beforeAll(async () => {
  world = await openWorld('embedded');
  document = await documentOf(world);
  operations = operationsIn(document);
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

  it('says of every operation whether one must say who one is, as it is', async () => {
    for (const operation of operations)
      expect(await asksWho(world, operation), `${operation.method} ${operation.path}`).toBe(
        !isOpen(operation),
      );
  });

  it('opens what is a person’s by token or by the cookie that this address has', async () => {
    const { browser } = await world.signIn(await world.newPerson());
    const secret = browser.cookie.split('=')[1] ?? '';
    const schemes = nodeAt(nodeAt(document, 'components'), 'securitySchemes');
    const name = nodeAt(schemes, 'cookie')['name'];
    const cookie = `${typeof name === 'string' ? name : ''}=${secret}`;
    expect((await world.app.inject({ url: '/api/me', headers: { cookie } })).statusCode).toBe(200);
    const mine = operations.find(({ method, path }) => `${method} ${path}` === 'get /api/me');
    expect(mine && waysInto(mine)).toEqual([['bearer'], ['cookie']]);
  });

  it('names every operation once', () => {
    const ids = operations.map(({ node }) => node['operationId']).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('/openapi.json of a clinic that really sends', () => {
  let real: OpenWorld;
  let told: Node;
  beforeAll(async () => {
    real = await openWorld('embedded', {
      PIONEER_FLAG_MOCK_OTP_ENABLED: 'false',
      PUBLIC_URL: 'https://clinic.test',
    });
    told = await documentOf(real);
  });
  afterAll(() => real.close());

  it('opens what other systems call by a service key, and nothing else by one', async () => {
    const byKey = operationsIn(told).filter((operation) =>
      waysInto(operation).some((schemes) => schemes.includes('serviceKey')),
    );
    expect(byKey.map(({ path }) => path).sort()).toEqual([
      '/api/v1/external/messages/{message_id}',
      '/api/v1/external/otp/verify',
      '/api/v1/external/sms/otp',
      '/api/v1/external/whatsapp/otp',
    ]);
    for (const operation of byKey) {
      expect(waysInto(operation)).toEqual([['serviceKey']]);
      expect(await asksWho(real, operation), operation.path).toBe(true);
    }
    const schemes = nodeAt(nodeAt(told, 'components'), 'securitySchemes');
    expect(nodeAt(schemes, 'serviceKey')).toMatchObject({ type: 'http', scheme: 'bearer' });
  });

  it('names the cookie as browsers keep it over https', () => {
    const schemes = nodeAt(nodeAt(told, 'components'), 'securitySchemes');
    expect(nodeAt(schemes, 'cookie')['name']).toBe('__Host-anteroom');
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
