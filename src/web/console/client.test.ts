import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeApi } from '../../main.ts';

it('has a typed client made from the OpenAPI document the server serves today', async () => {
  const document = JSON.stringify(await describeApi(), null, 1);
  const digest = createHash('sha256').update(document).digest('hex');
  const client = readFileSync(new URL('app/api/schema.generated.ts', import.meta.url), 'utf8');
  // Out of date? `npm run client` makes it anew.
  expect(client.slice(0, client.indexOf('\n'))).toBe(`// openapi sha256: ${digest}`);
});

it('describes every JSON answer with a schema', async () => {
  const { paths } = (await describeApi()) as {
    paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;
  };
  const bare = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content }]) => {
        const json = (content as Record<string, { schema?: object }> | undefined)?.[
          'application/json'
        ];
        const isBare = json !== undefined && Object.keys(json.schema ?? {}).length === 0;
        return isBare ? [`${method} ${path} ${status}`] : [];
      }),
    ),
  );
  expect(bare).toEqual([]);
});
