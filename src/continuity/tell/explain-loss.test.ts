import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadInventory } from '../read/load-inventory.ts';
import { explainLoss } from './explain-loss.ts';

const folder = fileURLToPath(new URL('../../../cases/pangyo-2022/inventory', import.meta.url));

async function tell(node: string, locale: 'ko' | 'en', returns?: number): Promise<string[]> {
  const loaded = await loadInventory(folder);
  if (!loaded.ok) throw new Error('refused');
  const after = returns === undefined ? {} : { returnsAfterMinutes: returns };
  return explainLoss(loaded.value, { node, domains: ['pangyo'], locale, ...after });
}

it('tells why the deployment tools cannot be brought back, with the loops drawn', async () => {
  const lines = await tell('deploy', 'en');
  expect(lines).toContain('deploy goes down because its place is lost: pangyo.');
  expect(lines).toContain('The loop: rights → deploy → nexus → rights.');
  expect(lines).toContain('The loop: rights → deploy → source → rights.');
  expect(lines).toContain(
    'Given from outside, any one of these sets would free deploy: {rights, nexus, source}.',
  );
  expect(lines.at(-1)).toContain('611 minutes');
});

it('tells what would free the node itself, and not everything that is stuck', async () => {
  expect(await tell('login', 'en')).toContain(
    'Given from outside, any one of these sets would free login: {obj-store}.',
  );
});

it('tells the way a message takes back, in Korean', async () => {
  const lines = await tell('talk-session', 'ko');
  expect(lines[0]).toBe(
    'pangyo 상실 시 전체 25개 중 18개가 멈추고, 그중 12개는 되살릴 수 없습니다.',
  );
  expect(lines).toContain('msg-srv: 복구 방법 msg-srv/2(으)로 600분 뒤에 되살아납니다.');
  expect(lines).toContain('talk-session: 동작에 필요한 것이 돌아오는 600분 뒤에 되살아납니다.');
});

it('says of what keeps running that it does', async () => {
  expect(await tell('rdb', 'en')).toContain('rdb keeps running.');
});
