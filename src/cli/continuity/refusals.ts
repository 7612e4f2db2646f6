import { CommandExit, exitCode } from '../shell/exit.ts';

/** The languages the command line speaks to who asks about continuity. */
export type Locale = 'ko' | 'en';

const messages = {
  en: {
    not_written: (file: string, reason: string) =>
      `${file} cannot be written (${reason}). Name a file in a folder that exists.`,
    one_report: (folder: string, names: readonly string[]) =>
      `${folder} holds ${names.length} inventories, and a file can hold the report of one. Name one: ${names.join(', ')}.`,
    other_baseline: (file: string, found: string, right: string) =>
      `The baseline ${file} is of the inventory "${found}", and this one is "${right}". Name the right file with --baseline.`,
    unread_baseline: (file: string, reason: string) =>
      `The baseline ${file} cannot be read (${reason}). Name a file that --accept-baseline wrote.`,
    wrong_baseline: (file: string, field: string) =>
      `The baseline ${file} is not one that --accept-baseline wrote (${field || 'no JSON object'}). Accept it again.`,
    accepted: (file: string) => `Accepted: ${file}`,
    day: (text: string) => `--on takes a day as 2026-11-27; found "${text}".`,
    minutes: (text: string) => `--for takes whole minutes, 0 or more; found "${text}".`,
    which_node: (folder: string) =>
      `${folder} is a folder of inventory files: name one of its nodes with --node.`,
    whole_limit: (text: string) => `--limit takes a whole number above 0; found "${text}".`,
    none_here: () => 'No inventory file lies in this folder. Name the folder of one with --dir.',
    loss_only: () => '--for and --svg tell of a loss: name what is lost with --lose.',
    no_loop: (file: string) =>
      `Nothing waits for itself after this loss, so ${file} is not written.`,
    node: (name: string, hint: string) => `No node "${name}" is in the inventory. ${hint}`,
    domain: (name: string, hint: string) => `No domain "${name}" is in the inventory. ${hint}`,
    several: () => "Several are joined by '+', as a+b. ",
    perhaps: (name: string) => `Perhaps "${name}".`,
    it_has: (names: string) => `It has: ${names || 'none'}.`,
  },
  ko: {
    not_written: (file: string, reason: string) =>
      `${file}에 쓸 수 없습니다(${reason}). 있는 폴더 안의 파일 이름을 적으세요.`,
    one_report: (folder: string, names: readonly string[]) =>
      `${folder}에 구성 목록이 ${names.length}개 있는데, 보고서 파일 하나에는 목록 하나만 담을 수 있습니다. 다음 가운데 하나를 적으세요: ${names.join(', ')}.`,
    other_baseline: (file: string, found: string, right: string) =>
      `기준선 ${file}은(는) 구성 목록 "${found}"의 것인데, 이 목록은 "${right}"입니다. --baseline에 맞는 파일을 적으세요.`,
    unread_baseline: (file: string, reason: string) =>
      `기준선 ${file}을(를) 읽을 수 없습니다(${reason}). --accept-baseline으로 쓴 파일을 적으세요.`,
    wrong_baseline: (file: string, field: string) =>
      `기준선 ${file}은(는) --accept-baseline으로 쓴 파일이 아닙니다(${field || 'JSON 객체가 아님'}). 다시 승인하세요.`,
    accepted: (file: string) => `기준선을 승인해 적었습니다: ${file}`,
    day: (text: string) => `--on에는 날짜를 2026-11-27처럼 적습니다. 적힌 값: "${text}".`,
    minutes: (text: string) => `--for에는 0 이상의 정수로 분을 적습니다. 적힌 값: "${text}".`,
    which_node: (folder: string) =>
      `${folder}은(는) 구성 목록 폴더입니다. --node에 그 안의 항목 하나를 적으세요.`,
    whole_limit: (text: string) => `--limit에는 1 이상의 정수를 적습니다. 적힌 값: "${text}".`,
    none_here: () => '이 폴더에 구성 목록 파일이 없습니다. --dir에 목록이 있는 폴더를 적으세요.',
    loss_only: () => '--for와 --svg는 상실에 쓰는 것입니다. 무엇을 잃는지 --lose에 적으세요.',
    no_loop: (file: string) =>
      `이 상실 뒤에 서로를 기다리는 것이 없어 ${file}을(를) 쓰지 않았습니다.`,
    node: (name: string, hint: string) => `구성 목록에 "${name}"이라는 항목이 없습니다. ${hint}`,
    domain: (name: string, hint: string) => `구성 목록에 "${name}"이라는 영역이 없습니다. ${hint}`,
    several: () => "여럿은 a+b처럼 '+'로 잇습니다. ",
    perhaps: (name: string) => `혹시 "${name}"입니까?`,
    it_has: (names: string) => `있는 것: ${names || '없음'}.`,
  },
} satisfies Record<Locale, unknown>;

/** The sentences of one language: what was found, and what would be right. */
export function refusalWords(locale: Locale): (typeof messages)['en'] {
  return messages[locale];
}

/** Makes the failure to write a file a refusal of the command. */
export function cannotWrite(file: string, locale: Locale) {
  return (error: NodeJS.ErrnoException): never =>
    wrongInput(refusalWords(locale).not_written(file, error.code ?? error.message));
}

/** @throws CommandExit 2 with the message */
export function wrongInput(message: string): never {
  throw new CommandExit(message, exitCode.wrongInput);
}
