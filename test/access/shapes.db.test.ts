import { beforeAll, describe, expect, it } from 'vitest';
import { openClaimGate } from '../../src/claims/index.ts';
import { composeRouters } from '../../src/main.ts';
import { createApp, findProjectDir, roles, sql } from '../../src/platform/index.ts';
import { openTestPlatform, staffContext } from '../support/platform.ts';
import type { Description } from './sample-body.ts';
import { sampleBody } from './sample-body.ts';

// No body of the API takes a member that its description does not name (A07): not one of a column of
// the database, nor of a prototype, at any depth. The bodies are those of the description itself.

type Schema = Readonly<Record<string, unknown>>;

const site = { help: {}, publicUrl: 'http://localhost' };
let app: ReturnType<typeof createApp>;
let description: Description;
let columns: readonly string[];
beforeAll(async () => {
  const platform = await openTestPlatform();
  const { actor, ...ctx } = staffContext(platform, 'reviewer');
  app = createApp({
    log: platform.log,
    contextOf: async () => ({ ...ctx, actor: { ...actor, roles: [...roles] } }),
    routers: await composeRouters(findProjectDir(), openClaimGate(), site),
  });
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Amends', version: '1' } });
  description = (await (await app.request('/openapi.json')).json()) as Description;
  const { rows } = await sql<{ name: string }>`
    select distinct column_name as name from information_schema.columns
    where table_schema in ('claims', 'settlement', 'platform', 'incident', 'disclosure')
    order by 1`.execute(platform.db);
  columns = rows.map(({ name }) => name);
});

/** Every route with a JSON body, as the description has it. */
function listBodies(): readonly { readonly name: string; readonly operation: Schema }[] {
  return Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => sampleBody(operation, description)?.type.includes('json'))
      .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );
}

/** What claimants send, and what staff say of claims: refused there, left out in every other room. */
const ofClaims = /claims|decisions|appeals|clusters|questionnaires|policies|review-rules|retention/;

/** Documents of other programs, kept as they are. */
const ofOthers = ['POST /api/v1/incidents/imports/statuspage', 'POST /api/v1/hooks/alertmanager'];

const childrenOf = (schema: Schema): readonly Schema[] => [
  ...Object.values((schema.properties ?? {}) as Record<string, Schema>),
  ...(['anyOf', 'oneOf', 'allOf'] as const).flatMap((name) => (schema[name] ?? []) as Schema[]),
  ...(typeof schema.items === 'object' ? [schema.items as Schema] : []),
  ...(typeof schema.additionalProperties === 'object'
    ? [schema.additionalProperties as Schema]
    : []),
];

/** Gives the objects in a schema that keep members they do not name, or that pass over them. */
function listOpen(schema: Schema, seen: Set<string>, named: string): readonly string[] {
  const ref = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  if (ref !== undefined) {
    if (seen.has(ref)) return [];
    seen.add(ref);
    return listOpen(description.components?.schemas?.[ref] ?? {}, seen, named);
  }
  const { properties, additionalProperties: more } = schema;
  // Without a word about other members a schema leaves them out; with one it keeps them.
  const isOpen = properties !== undefined && (ofClaims.test(named) ? more !== false : !!more);
  return [
    ...(isOpen ? [`${named}: ${Object.keys(properties as object).join(', ')}`] : []),
    ...childrenOf(schema).flatMap((child) => listOpen(child, seen, named)),
  ];
}

describe('members that nobody asked for', () => {
  it('are refused by every object of a body about claims, and kept by none of any, at no depth', () => {
    const bodies = listBodies();
    expect(bodies.length).toBeGreaterThan(40);
    const open = bodies
      .filter(({ name }) => !ofOthers.includes(name))
      .flatMap(({ name, operation }) => {
        const body = operation.requestBody as { content: Record<string, { schema: Schema }> };
        const [content] = Object.values(body.content);
        return listOpen(content?.schema ?? {}, new Set(), name);
      });
    expect(open).toEqual([]);
  });

  it('are refused by filing, whichever column of the database they name', async () => {
    expect(columns.length).toBeGreaterThan(150);
    const operation = description.paths['/api/v1/claims']?.post ?? {};
    const { value } = sampleBody(operation, description) ?? {};
    const taken: string[] = [];
    for (const name of [...columns, '__proto__', 'constructor', 'prototype', 'isAdmin']) {
      // The name is written into the text: an object literal would set the prototype instead.
      const body = JSON.stringify(value).replace('{', `{${JSON.stringify(name)}:{"polluted":1},`);
      const answered = await app.request('/api/v1/claims', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      });
      if (![409, 422].includes(answered.status)) taken.push(name);
    }
    expect(taken).toEqual([]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
