import type { Description } from './sample-body.ts';

type Schema = Readonly<Record<string, unknown>>;

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Lists the paths of the fields of a JSON value, each once, in order; `[]` stands for any item. */
export function listGiven(value: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (part: unknown, path: string): void => {
    if (Array.isArray(part)) {
      for (const item of part) walk(item, `${path}[]`);
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, member] of Object.entries(part)) walk(member, join(path, plainName(name)));
    } else {
      found.add(path);
    }
  };
  walk(value, '');
  return [...found].toSorted();
}

/** A member named by an id or a digest is one of a set: which one says nothing of the fields. */
const plainName = (name: string): string =>
  /^[0-9a-f]{8}-|^[0-9a-f]{32,}$/.test(name) ? '*' : name;

/** The fields of a route's answer as its description says them. */
export interface Described {
  readonly paths: readonly string[];
  /** Whether a given field is one of them, or within one of any shape. */
  covers(field: string): boolean;
}

const depthMax = 12;

function resolve(schema: Schema, description: Description): Schema {
  const name = (schema.$ref as string | undefined)?.split('/').at(-1);
  return name === undefined ? schema : (description.components?.schemas?.[name] ?? {});
}

/** Gives the parts of a schema, each with its path below; none of what is a value or of any shape. */
function listParts(schema: Schema): readonly (readonly [name: string, part: Schema])[] {
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((name) => (schema[name] ?? []) as Schema[]);
  const more = schema.additionalProperties as Schema | boolean | undefined;
  return [
    ...choices.map((choice) => ['', choice] as const),
    ...Object.entries((schema.properties ?? {}) as Record<string, Schema>),
    ...(typeof more === 'object' ? [['*', more] as const] : []),
    ...(schema.items === undefined ? [] : [['[]', schema.items as Schema] as const]),
  ];
}

const below = (path: string, name: string): string =>
  name === '' || name === '[]' ? `${path}${name}` : join(path, name);

function listFields(
  description: Description,
  { schema: unresolved, path, depth }: { schema: Schema; path: string; depth: number },
): readonly string[] {
  const schema = resolve(unresolved, description);
  if (depth > depthMax) return [`${path}.**`];
  const parts = listParts(schema);
  if (parts.length > 0) {
    return parts.flatMap(([name, part]) =>
      listFields(description, { schema: part, path: below(path, name), depth: depth + 1 }),
    );
  }
  const isAny = Object.keys(schema).every((key) => ['description', 'nullable'].includes(key));
  return [isAny ? `${path}.**` : path];
}

type Responses = Readonly<
  Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
>;

/** Lists the fields that the 200 answer of an operation is described with; `*` stands for any name. */
export function listDescribed(operation: Schema | undefined, description: Description): Described {
  const responses = (operation?.responses ?? {}) as Responses;
  const schema = responses['200']?.content?.['application/json']?.schema;
  const fields =
    schema === undefined ? [] : listFields(description, { schema, path: '', depth: 0 });
  const paths = [...new Set(fields)].toSorted();
  const patterns = paths.map(toPattern);
  return {
    paths,
    // An object that is null is given by its own name.
    covers: (field) =>
      patterns.some((pattern) => pattern.test(field)) ||
      paths.some((path) => path.startsWith(`${field}.`)),
  };
}

function toPattern(path: string): RegExp {
  const text = path
    .split('.')
    .map((part) =>
      part.replaceAll(/[[\]*]+/g, (marks) =>
        marks === '**' ? '\0' : marks.replaceAll('*', '[^.]+').replaceAll('[]', '\\[\\]'),
      ),
    )
    .join('\\.')
    .replaceAll(/\\\.\0/g, '.*');
  return new RegExp(`^${text}$`);
}
