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
  expect(lines).toContain(
    '“Deployment tools” [deploy] goes down because its place is lost: “SK C&C Pangyo data center”.',
  );
  const rights = '“Rights management, which turns a stand-by server active”';
  expect(lines).toContain(
    `The loop: ${rights} → “Deployment tools” → “Package repository (Nexus)” → ${rights}.`,
  );
  expect(lines).toContain(
    `The loop: ${rights} → “Deployment tools” → “Source hosting (GitHub)” → ${rights}.`,
  );
  expect(lines).toContain(
    `Given from outside, this would free “Deployment tools”: ${rights}, “Package repository (Nexus)” and “Source hosting (GitHub)”.`,
  );
  expect(lines.at(-1)).toContain('611 minutes');
});

it('tells what would free the node itself, and not everything that is stuck', async () => {
  expect(await tell('login', 'en')).toContain(
    'Given from outside, this would free “Kakao account sign-in”: “Object storage”.',
  );
});

it('tells the way a message takes back, in Korean', async () => {
  const lines = await tell('talk-session', 'ko');
  expect(lines[0]).toBe(
    'SK C&C 판교 데이터센터 [pangyo]를 잃으면 전체 25개 중 18개가 멈추고, 그중 12개는 되살릴 수 없습니다.',
  );
  expect(lines).toContain(
    '메시지 서버: 600분 뒤에 되살아납니다. 쓰는 복구 방법: “switch-by-hand” [msg-srv/2].',
  );
  expect(lines).toContain(
    '카카오톡 메시지(이미 로그인한 사람): 동작에 필요한 것이 돌아오는 600분 뒤에 되살아납니다.',
  );
});

it('says of what keeps running that it does', async () => {
  expect(await tell('rdb', 'en')).toContain('“Relational databases” [rdb] keeps running.');
});

it('names everything by its title, with the id in brackets once, in either language', async () => {
  for (const locale of ['ko', 'en'] as const) {
    for (const node of ['deploy', 'login', 'mail', 'talk-session', 'msg-srv', 'rdb']) {
      const story = (await tell(node, locale))
        .join('\n')
        .replaceAll(/(적힌 이유:|says why:).*/g, '');
      const bracketed = [...story.matchAll(/\[([a-z0-9/-]+)\]/g)].map(([, id]) => id);
      expect(bracketed).toContain('pangyo');
      expect(new Set(bracketed).size).toBe(bracketed.length);
      const bare = story.replaceAll(/\[[^\]]*\]|“[^”]*”/g, '');
      if (locale === 'ko') expect(bare).not.toMatch(/[a-z]{2,}-|pangyo|deploy|&(?!C)|\|/);
      else expect(bare).not.toMatch(/pangyo|obj-store|msg-srv|nexus|&|\|/);
    }
  }
});

it('tells in words what is needed, and what of it is down', async () => {
  expect(await tell('login', 'ko')).toContain(
    '카카오 계정 로그인 [login]: 동작에 필요한 캐시 서버 [cache], 보안 키 저장소 [key-store], 오브젝트 스토리지 [obj-store]가 멈춰 함께 멈춥니다.',
  );
  expect(await tell('deploy', 'ko')).toContain(
    '복구 방법 “rebuild-elsewhere” [deploy/1]에 필요한 것: 대기 서버를 활성화하는 권한 관리 기능 [rights], 패키지 저장소(Nexus) [nexus], 소스 저장소(GitHub) [source], 전화 [phone], 엔지니어 [engineers].',
  );
});
