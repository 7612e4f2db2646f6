import type { JsonValue } from '../../src/kernel/index.ts';

// A body that a route's own description lets through, so that what is tested is the permission and
// not the form of the request.

type Schema = Readonly<Record<string, unknown>>;

/** The parts of an OpenAPI document that bodies and queries are made from. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export const absentId = '018f0000-0000-7000-8000-00000000abcd';

const textByFormat: Readonly<Record<string, string>> = {
  uuid: absentId,
  'date-time': '2022-10-20T03:00:00Z',
  date: '2022-10-20',
  time: '12:00',
  email: 'nobody@example.org',
  uri: 'https://example.org/',
  byte: 'YQ==',
};

const texts = [
  'text',
  '1',
  '0.5',
  '100',
  'KRW',
  'ko',
  'a-code',
  'a_code',
  '2022-10-20',
  '2022-10-20T03:00:00Z',
  absentId,
  'a'.repeat(64),
  'YQ==',
  '12:00',
];

/** What a member is called says what it holds where its schema does not. */
function textByName(name: string): string | undefined {
  if (/(?:^id|Ids?|Of)$/.test(name)) return absentId;
  return { currency: 'KRW', email: 'nobody@example.org', share: '1', commitment: digest }[name];
}

const digest = Buffer.alloc(32).toString('base64');

function sampleText(schema: Schema, named: string): string {
  const { format, pattern, minLength } = schema;
  const byName = textByName(named);
  if (byName !== undefined) return byName;
  const known = typeof format === 'string' ? textByFormat[format] : undefined;
  if (known !== undefined) return known;
  const fits =
    typeof pattern === 'string'
      ? texts.find((text) => new RegExp(pattern, 'u').test(text))
      : undefined;
  const text = fits ?? 'text';
  return typeof minLength === 'number' ? text.padEnd(minLength, 'x') : text;
}

function resolve(schema: Schema, { components }: Description): Schema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  return name === undefined ? schema : (components?.schemas?.[name] ?? {});
}

function sampleObject(schema: Schema, description: Description): JsonValue {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const required = (schema.required ?? []) as readonly string[];
  return Object.fromEntries(
    required.map((name) => [name, sample(properties[name] ?? {}, description, name)]),
  );
}

const isNull = (schema: Schema): boolean => schema.type === 'null';

/** What a schema made of others stands for: its first choice, or all of its parts as one. */
function sampleJoined(schema: Schema, description: Description, named: string) {
  const choices = (schema.oneOf ?? schema.anyOf) as readonly Schema[] | undefined;
  const first = choices?.find((choice) => !isNull(choice));
  if (first !== undefined) return sample(first, description, named);
  if (!Array.isArray(schema.allOf)) return undefined;
  const parts = (schema.allOf as readonly Schema[]).map((part) => sample(part, description));
  return Object.assign({}, ...parts) as JsonValue;
}

/** Gives the smallest value that a schema of the description takes, as far as it says so. */
export function sample(given: Schema, description: Description, named = ''): JsonValue {
  const schema = resolve(given, description);
  const joined = sampleJoined(schema, description, named);
  if (joined !== undefined) return joined;
  if ('const' in schema) return schema.const as JsonValue;
  if (Array.isArray(schema.enum)) return schema.enum[0] as JsonValue;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  const number = (schema.minimum as number | undefined) ?? 1;
  const byType: Readonly<Record<string, () => JsonValue>> = {
    object: () => sampleObject(schema, description),
    array: () => [sample((schema.items ?? {}) as Schema, description, named)],
    boolean: () => true,
    integer: () => number,
    number: () => number,
  };
  if (type === 'null') return null;
  return byType[String(type)]?.() ?? sampleText(schema, named);
}

/** Gives a request's body as a route describes it: JSON, text, or none. */
export function sampleBody(
  operation: Schema | undefined,
  description: Description,
): { readonly type: string; readonly value: JsonValue } | undefined {
  const body = operation?.requestBody as { content?: Record<string, { schema?: Schema }> };
  const [entry] = Object.entries(body?.content ?? {});
  if (entry === undefined) return undefined;
  const [type, { schema = {} }] = entry;
  return { type, value: sample(schema, description) };
}

/** Gives the query that a route requires. */
export function sampleQuery(operation: Schema | undefined, description: Description): string {
  const parameters = (operation?.parameters ?? []) as readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  const query = parameters
    .filter((one) => one.in === 'query' && one.required === true)
    .map(({ name, schema = {} }) => [name, String(sample(schema, description, name))] as const);
  return query.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(query))}`;
}
