import { readFile } from 'node:fs/promises';
import { type Document, OpenAPIBackend } from 'openapi-backend';

export interface ApiRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  /** The body as it came; a form. */
  body: string;
}

export interface Operation {
  id: string;
  params: Readonly<Record<string, string>>;
  form: ReadonlyMap<string, string>;
}

const RFC_2822 = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;
const isUri = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** What the formats of these files mean; one that is not here would pass unchecked. */
const FORMATS: Record<string, RegExp | ((text: string) => boolean)> = {
  'phone-number': /^\+[1-9]\d{6,14}$/,
  endpoint: /^(\+[1-9]\d{6,14}|client:\S+|sips?:\S+)$/,
  'http-method': /^(GET|POST)$/,
  twiml: /^<\?xml version="1\.0" encoding="UTF-8"\?><Response>.*<\/Response>$/s,
  'date-time-rfc-2822': RFC_2822,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
  uri: isUri,
  'uri-reference': (text) => URL.canParse(text, 'https://vendor.test'),
  currency: /^[A-Z]{3}$/,
};

/** What a form may have, by name, and of which type. */
type Fields = ReadonlyMap<string, string | undefined>;

const asTyped = (values: string[], type: string | undefined): unknown => {
  const [value = ''] = values;
  if (type === 'array') return values;
  if (values.length > 1) return values;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
};

/** One of a vendor's OpenAPI files, holding requests and answers to it. */
export class DescribedApi {
  readonly #api: OpenAPIBackend;
  readonly #report: (violation: string) => void;

  private constructor(api: OpenAPIBackend, report: (violation: string) => void) {
    this.#api = api;
    this.#report = report;
  }

  /** @param report is told of every request and answer that is not as described */
  static async load(file: string, report: (violation: string) => void): Promise<DescribedApi> {
    const definition: Document = JSON.parse(await readFile(file, 'utf8'));
    const api = new OpenAPIBackend({
      definition,
      quick: true,
      coerceTypes: true,
      ajvOpts: { allErrors: true },
      customizeAjv: (ajv) => {
        for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format);
        return ajv.addFormat('uri-map', true);
      },
    });
    await api.init();
    return new DescribedApi(api, report);
  }

  #fieldsOf(id: string): Fields {
    const operation = this.#api.getOperation(id);
    const body = operation?.requestBody;
    if (!body || '$ref' in body) return new Map();
    const schema = body.content['application/x-www-form-urlencoded']?.schema;
    const properties = schema && 'properties' in schema ? schema.properties : {};
    return new Map(
      Object.entries(properties ?? {}).map(([name, field]) => [
        name,
        'type' in field ? String(field.type) : undefined,
      ]),
    );
  }

  /** Which operation is asked for; null where the file has none of it. A request not as described is reported. */
  receive(request: ApiRequest): Operation | null {
    const { method, path, headers } = request;
    const query = Object.fromEntries(request.query);
    const matched = this.#api.matchOperation({ method, path, headers });
    const id = matched?.operationId;
    if (!matched || !id) {
      this.#report(`${method} ${path} is not described`);
      return null;
    }
    const form = new URLSearchParams(request.body);
    const fields = this.#fieldsOf(id);
    for (const name of new Set(form.keys())) {
      if (!fields.has(name)) this.#report(`${id}: field ${name} is not described`);
    }
    const body =
      method === 'POST'
        ? Object.fromEntries(
            [...new Set(form.keys())].map((name) => [name, asTyped(form.getAll(name), fields.get(name))]),
          )
        : undefined;
    if (method === 'POST' && !headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      this.#report(`${id}: the body is ${headers['content-type']}`);
    const { errors } = this.#api.validateRequest({ method, path, headers, query, body }, matched);
    for (const { instancePath, message } of errors ?? []) this.#report(`${id}${instancePath}: ${message}`);
    const { params } = this.#api.router.parseRequest({ method, path, headers }, matched);
    return { id, params, form: new Map(form) };
  }

  /** Holds an answer to the file, where the file describes that status. */
  answer(id: string, status: number, body: unknown): void {
    const { errors } = this.#api.validateResponse(body, id, status);
    for (const { instancePath, message } of errors ?? []) {
      this.#report(`${id} answered ${status}${instancePath}: ${message}`);
    }
  }
}
