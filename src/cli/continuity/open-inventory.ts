import {
  type Inventory,
  type InventoryDocument,
  listInventoryFolders,
  loadDocument,
  nearestName,
  tellFinding,
  WHOLE,
} from '../../continuity/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { refusalWords, wrongInput } from './refusals.ts';

/**
 * Loads a folder of inventory files.
 *
 * @throws CommandExit 2 with every finding, each with its file and line, when the inventory cannot be read
 */
export async function openInventory(
  folder: string,
  locale: 'ko' | 'en' = 'en',
): Promise<Inventory> {
  return (await openDocument(folder, locale)).inventory;
}

/** The same, with imports, drills, waivers and limits. */
export async function openDocument(
  folder: string,
  locale: 'ko' | 'en' = 'en',
): Promise<InventoryDocument> {
  const loaded = await loadDocument(folder).catch(cannotRead(folder, locale));
  if (loaded.ok) return requireSome(folder, loaded.value, locale);
  const lines = loaded.refusal.findings.map((finding) => {
    const file = finding.file === WHOLE ? folder : `${folder}/${finding.file}`;
    return tellFinding({ ...finding, file }, locale);
  });
  if (loaded.refusal.moreCount > 0)
    lines.push(
      locale === 'ko'
        ? `… ${loaded.refusal.moreCount}군데가 더 있습니다`
        : `… and ${loaded.refusal.moreCount} more`,
    );
  throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
}

/** A folder without a node is most likely another folder than was meant. */
function requireSome(
  folder: string,
  document: InventoryDocument,
  locale: 'ko' | 'en',
): InventoryDocument {
  if (document.inventory.nodes.size > 0) return document;
  const message =
    locale === 'ko'
      ? `폴더 ${folder}에 항목이 있는 구성 목록이 없습니다. 목록 파일이 있는 폴더를 적으세요.`
      : `The folder ${folder} has no inventory with a node in it. Name the folder of its files.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

/** Lists the inventories in a folder: the folder itself, or the folders in it that are inventories. */
export async function findInventories(
  folder: string,
  locale: 'ko' | 'en' = 'en',
): Promise<string[]> {
  return listInventoryFolders(folder).catch(cannotRead(folder, locale));
}

function cannotRead(folder: string, locale: 'ko' | 'en') {
  return (error: NodeJS.ErrnoException): never => {
    const reason = error.code ?? error.message;
    const { path = folder } = error;
    if (locale === 'ko') {
      const message =
        path === folder
          ? `폴더 ${folder}을(를) 읽을 수 없습니다(${reason}). 구성 목록 파일이 있는 폴더를 적으세요.`
          : `구성 목록의 ${path}을(를) 읽을 수 없습니다(${reason}). 읽을 수 있게 하거나 폴더 밖으로 옮기세요.`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
    const message =
      path === folder
        ? `The folder ${folder} cannot be read (${reason}). Name a folder of inventory files.`
        : `${path}, which is part of the inventory, cannot be read (${reason}). Give leave to read it, or move it out of the folder.`;
    throw new CommandExit(message, exitCode.wrongInput);
  };
}

/** Writes one JSON document to stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** @throws CommandExit 2 when the name is not among the known ones, naming those there are */
export function requireKnown(about: {
  readonly kind: 'node' | 'domain';
  readonly name: string;
  readonly known: ReadonlyMap<string, unknown>;
  readonly locale?: 'ko' | 'en';
}): void {
  if (about.known.has(about.name)) return;
  const nearest = nearestName(about.name, about.known.keys());
  const names = [...about.known.keys()].slice(0, 40).join(', ');
  const say = refusalWords(about.locale ?? 'en');
  const several = /[,;\s]/.test(about.name) ? say.several() : '';
  const hint = nearest === undefined ? say.it_has(names) : say.perhaps(nearest);
  wrongInput(say[about.kind](about.name, `${several}${hint}`));
}
