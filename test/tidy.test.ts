import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectDir } from '../src/platform/index.ts';

// The house rules that a linter cannot check. Loosening one needs a line in docs/decisions.

const projectDir = findProjectDir();
const rooms = ['incident', 'claims', 'policy', 'settlement', 'disclosure', 'continuity'] as const;

/** Which room may use which; the table of ARCHITECTURE.md. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  policy: ['kernel'],
  platform: ['kernel'],
  incident: ['kernel', 'platform'],
  claims: ['kernel', 'platform', 'incident', 'policy'],
  settlement: ['kernel', 'platform', 'claims', 'policy'],
  disclosure: ['kernel', 'platform', 'incident', 'claims', 'settlement'],
  continuity: ['kernel', 'platform', 'incident', 'policy', 'disclosure'],
  deploy: ['kernel', 'continuity'],
  web: ['kernel', 'platform', ...rooms],
  cli: ['kernel', 'platform', 'web', 'deploy', ...rooms],
};

const lineMax = 400;
const folderMax = 20;
const doorMax = 40;
const lineMedianMax = 160;

function listFiles(dir: string): string[] {
  return readdirSync(join(projectDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFiles(path);
    return [path];
  });
}

const files = listFiles('src');
const sources = files.filter((path) => /\.tsx?$/.test(path) && !path.includes('.generated.'));
const code = sources.filter((path) => !path.includes('.test.'));
const read = (path: string): string => readFileSync(join(projectDir, path), 'utf8');
const roomOf = (path: string): string => path.split('/')[1] ?? '';

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(path: string): Import[] {
  const specifiers = read(path).matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.[^']+)'/gm);
  return [...specifiers].map(([, specifier = '']) => ({
    from: path,
    to: relative(projectDir, resolve(projectDir, dirname(path), specifier)),
  }));
}

const imports = code.flatMap(importsOf);

describe('the import table', () => {
  it('is kept: a room uses only the rooms before it in the story', () => {
    const broken = imports.filter(({ from, to }) => {
      const [user, used] = [roomOf(from), roomOf(to)];
      if (from === 'src/main.ts' || user === used) return false;
      return !(mayImport[user] ?? []).includes(used);
    });
    expect(broken).toEqual([]);
  });

  it('goes through the door', () => {
    const around = imports.filter(({ from, to }) => {
      if (roomOf(from) === roomOf(to) || !to.startsWith('src/')) return false;
      return !to.endsWith('/index.ts') && roomOf(to) !== 'web';
    });
    expect(around.filter(({ from }) => from !== 'src/main.ts')).toEqual([]);
  });

  it('lets nothing import main.ts', () => {
    expect(imports.filter(({ to }) => to === 'src/main.ts')).toEqual([]);
  });

  it('has no cycle between files', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
    const state = new Map<string, 'open' | 'closed'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'closed') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const to of next.get(path) ?? []) visit(to, [...trail, path]);
      state.set(path, 'closed');
    };
    for (const path of code) visit(path, []);
    // Type-only imports vanish at run time; platform's context, outbox and platform share types.
    const isTypeOnly = (cycle: string): boolean => {
      const steps = cycle.split(' → ');
      return steps.some((from, index) => {
        const to = steps[index + 1];
        if (to === undefined) return false;
        const name = to.slice(to.lastIndexOf('/') + 1).replaceAll('.', '\\.');
        const valueImport = new RegExp(`import (?!type )[^;]*?'[^']*${name}'`);
        return !valueImport.test(read(from));
      });
    };
    expect(cycles.filter((cycle) => !isTypeOnly(cycle))).toEqual([]);
  });
});

describe('names', () => {
  it('are kebab-case nouns, and no hub exists', () => {
    const wrong = files.filter((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (/^(types|utils?|helpers?|common|misc|shared)\b/.test(name)) return true;
      return !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name);
    });
    expect(wrong).toEqual([]);
  });

  it('of doors are exported one by one', () => {
    expect(code.filter((path) => /^export \*/m.test(read(path)))).toEqual([]);
  });
});

describe('sizes', () => {
  const lineCount = (path: string): number => read(path).split('\n').length - 1;

  it('of files stay under the limit', () => {
    expect(sources.filter((path) => lineCount(path) > lineMax)).toEqual([]);
  });

  it('have a low median', () => {
    const counts = code.map(lineCount).sort((left, right) => left - right);
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(lineMedianMax);
  });

  it('of doors stay small', () => {
    const doors = rooms
      .map((room) => `src/${room}/index.ts`)
      .filter((door) => files.includes(door));
    expect(doors.filter((door) => lineCount(door) > doorMax)).toEqual([]);
  });

  it('of folders stay small', () => {
    const counts = new Map<string, number>();
    for (const path of code) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > folderMax)).toEqual([]);
  });
});

describe('purity', () => {
  const effectful =
    /^src\/[a-z]+\/(.*\/)?(store|queries|commands|[a-z-]+-commands|[a-z-]+-queries|[a-z-]+-store|schemas|routes|consumers|submission-gate|checkpointer|run-determination|rails?)(\/[a-z-]+)?\.tsx?$/;

  it('holds: pure files name no clock, process, network, timer or chance', () => {
    const pure = code.filter((path) => {
      if (['kernel', 'policy'].includes(roomOf(path))) return true;
      return rooms.some((room) => room === roomOf(path)) && !effectful.test(path);
    });
    const impure = pure.flatMap((path) => {
      const bare = read(path)
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .replace(/'[^'\n]*'/g, "''");
      const found = bare.match(
        /\b(Date\.|new Date|process\.|fetch\(|setTimeout|setInterval|Math\.random)/,
      );
      return found === null ? [] : [`${path}: ${found[0]}`];
    });
    expect(impure).toEqual([]);
  });

  it('of kernel and policy holds in a browser: no node: imports', () => {
    const browser = code.filter((path) => ['kernel', 'policy'].includes(roomOf(path)));
    expect(browser.filter((path) => /from 'node:/.test(read(path)))).toEqual([]);
  });
});

describe('SQL', () => {
  it('that writes stands only in a store, in the room’s own schema', () => {
    const wrong = code.flatMap((path) => {
      const room = roomOf(path);
      if (!rooms.some((name) => name === room)) return [];
      const tables = read(path).matchAll(
        /\b(?:insert into|update|delete from)\s+([a-z_]+)\.[a-z_]+/g,
      );
      return [...tables].flatMap(([statement, schema = '']) =>
        schema === room ? [] : [`${path}: ${statement}`],
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('finished work', () => {
  it('leaves no unfinished words in what ships', () => {
    const word = new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|XX${'X'}|HA${'CK'}|not implemented)\\b`);
    const sql = listFiles('sql');
    expect([...sources, ...sql].filter((path) => word.test(read(path)))).toEqual([]);
  });

  it('skips and focuses no test', () => {
    const pattern = new RegExp(`\\b(it|test|describe)\\.(sk${'ip'}|on${'ly'}|to${'do'})\\b`);
    const tests = sources.filter((path) => path.includes('.test.'));
    expect(tests.filter((path) => pattern.test(read(path)))).toEqual([]);
  });
});
