import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openJourneyServer, signInOverHttp } from '../support/journey-server.ts';

// Work that takes long goes on beside the main thread: whoever else asks is answered meanwhile.

const server = openJourneyServer();
const file = new URL('../../policies/kakao-2022/small-businesses/1.md', import.meta.url);
const text = readFileSync(file, 'utf8');

/** So many clauses that stand beside each other are held against each other for minutes. */
const greatText = (clauseCount: number): string => {
  const clauses = Array.from(
    { length: clauseCount },
    (_, index) =>
      `\n## §${index + 100} x\n\n\`\`\`amends\nfor loss is above ${index} KRW\naward cash 1 KRW\n\`\`\`\n`,
  );
  return text + clauses.join('');
};

describe('a policy text that takes minutes to check', () => {
  it('is ended and told so, while everybody else is answered', async () => {
    const call = await signInOverHttp(server, 'policy-author');
    const answered: string[] = [];
    const checked = call('POST', '/policies/check', { text: greatText(4_000) }).then((answer) => {
      answered.push('check');
      return answer;
    });
    await pause(1_000);
    for (let count = 0; count < 3; count += 1) {
      expect((await fetch(`${server.base}/healthz`)).status).toBe(200);
      answered.push('healthz');
    }
    const small = await call('POST', '/policies/format', { text });
    answered.push('format');
    const great = await checked;
    expect(answered.slice(0, 3)).toEqual(['healthz', 'healthz', 'healthz']);
    // Which limit it meets first depends on how fast the machine is.
    const params = { exceeded: expect.stringMatching(/^(time|memory)$/), seconds: 20 };
    expect([great.status, await great.json()]).toMatchObject([
      409,
      { code: 'policy_too_costly', params },
    ]);
    expect([small.status, await small.json()]).toEqual([200, { text, isChanged: false }]);
    expect(answered).toContain('check');
  });
});
