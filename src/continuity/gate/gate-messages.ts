import { withParticle } from '../tell/korean-particle.ts';
import type { GateCode, GateFinding, GateRule } from './gate-finding.ts';
import { type GateVoice, nameFinding } from './name-finding.ts';

type Params = GateFinding['params'];
type Sentence = (params: Params, loss: string) => string;

const CAUSES_EN: Readonly<Record<string, string>> = {
  circular: ': it waits, through others, for itself',
  no_option: ': no way to bring it back is written down that has a place left',
  no_copy: ': no copy of it is left',
};
const CAUSES_KO: Readonly<Record<string, string>> = {
  circular: ' 다른 것을 거쳐 결국 자기 자신을 기다립니다.',
  no_option: ' 남은 자리에서 되살릴 방법이 적혀 있지 않습니다.',
  no_copy: ' 남은 사본이 없습니다.',
};
const ROLES_EN: Readonly<Record<string, string>> = {
  runbook: 'a runbook',
  inventory: 'the inventory itself',
  'contact-list': 'a contact list',
  'break-glass': 'break-glass credentials',
};
const ROLES_KO: Readonly<Record<string, string>> = {
  runbook: '복구 절차서',
  inventory: '구성 목록 자체',
  'contact-list': '비상 연락처',
  'break-glass': '비상 접속 수단',
};

const en: Readonly<Record<GateCode, Sentence>> = {
  stuck: (p, loss) =>
    `${p.node} cannot be brought back after the loss of ${loss}${CAUSES_EN[String(p.cause)] ?? `: it waits for ${p.behind}`}. Write down a way that needs nothing of what is lost.`,
  option_unplaced: (p) =>
    `Option ${p.option}, relied on by ${p.for}, does not say where it starts, so it counts even where that is lost. Write the domains under at, or '-' if it needs none.`,
  no_site: (p) =>
    `No domain is of class site or provider_region, so no loss was tried of the tier-0 nodes (${p.nodes}). Write down the places they stand in.`,
  circular_automatic: (p, loss) =>
    `The automatic option ${p.option} needs, after the loss of ${loss}, what comes back only with its own node. Move what it needs elsewhere.`,
  circular_untried: (p, loss) =>
    `After the loss of ${loss} too many ways back wait for each other to try every option: ${p.found} circular ones were found, and others may be.`,
  tool_stuck: (p, loss) =>
    `${p.tool}, a tool that recovery relies on, cannot be brought back after the loss of ${loss}. Place it at a second site, or give it a way back.`,
  rto_exceeded: (p, loss) =>
    `${p.node} is back after ${p.minutes} minutes when ${loss} is lost; its target is ${p.target}.`,
  rto_never: (p, loss) =>
    `${p.node} is never back when ${loss} is lost; its target is ${p.target} minutes.`,
  rpo_exceeded: (p, loss) =>
    `The best copy of ${p.node} left after the loss of ${loss} is ${p.minutes} minutes behind; its target is ${p.target}.`,
  rpo_unknown: (p, loss) =>
    `Nobody has measured how far behind the copies of ${p.node} are that are left after the loss of ${loss}; its target is ${p.target} minutes. Write lagMinutes.`,
  rpo_no_copy: (p, loss) =>
    `No copy of ${p.node} is left after the loss of ${loss}; its target is ${p.target} minutes.`,
  no_copy_outside: (p, loss) =>
    `Were ${loss} destroyed, no copy of ${p.node} would be left. Keep one elsewhere that can be restored without the source.`,
  document_missing: (p) =>
    `Nothing in the inventory is ${ROLES_EN[String(p.role)] ?? p.role}, so nobody can tell where it is when everything is down. Add a document node with roles: [${p.role}].`,
  document_unreachable: (p, loss) =>
    `${p.node} cannot be read when ${loss} is lost and sign-in and names are down. Keep a copy that needs neither.`,
  reporter_falls_too: (p, loss) =>
    `${p.node} falls by the same loss, ${loss}, as ${p.service}, which it reports on. Place it apart.`,
  no_baseline: (p) =>
    `No baseline is accepted. Losses of one or two domains that take a tier-0 node down or leave it stuck: ${p.count}. Look at them, then accept them with --accept-baseline.`,
  new_cut_set: (p, loss) =>
    `The loss of ${loss} ${p.effect === 'down' ? `takes ${p.node} down` : `leaves ${p.node} stuck`}, and that is not in the accepted baseline.`,
  cut_set_gone: (p, loss) =>
    `The loss of ${loss} no longer ${p.effect === 'down' ? `takes ${p.node} down` : `leaves ${p.node} stuck`}; accept the baseline again to keep it so.`,
  waiver_expired: (p) =>
    `The waiver of ${p.waived} ended on ${p.until}. Mend what it waives, or decide anew.`,
  waiver_without_owner: (p) => `The waiver of ${p.waived} has no owner. Name who answers for it.`,
  waiver_unused: (p) =>
    `The waiver of ${p.waived} waives nothing${p.nearest ? `; perhaps ${p.nearest} is meant. Otherwise it can go.` : ' any more; it can go.'}`,
  never_exercised: (p, loss) =>
    `Option ${p.option}, relied on by ${p.for}, was never exercised with all of ${loss} removed.`,
  exercise_old: (p, loss) =>
    `Option ${p.option}, relied on by ${p.for}, was last exercised with all of ${loss} removed on ${p.date}, more than ${p.limit} days ago.`,
  exercise_partial: (p, loss) =>
    `The drill of option ${p.option} on ${p.date} removed only a part of ${loss}, so it does not count.`,
  exercise_failed: (p, loss) =>
    `The drill of option ${p.option} on ${p.date}, with ${loss} removed, failed, and none has passed since.`,
  exercise_drifted: (p, loss) =>
    `What option ${p.option} relies on has changed since its drill on ${p.date} with ${loss} removed.`,
  dated_ahead: (p) =>
    `${p.about} is dated ${p.date}, which is after ${p.today}, so it does not count. Correct the date.`,
  observed_undeclared: (p) =>
    `${p.source} saw ${p.from} use ${p.to} on ${p.date}, and no one has declared it. Write it under the needs of the first, or rule it out with the reason.`,
  import_old: (p) =>
    `What was imported from ${p.source} is of ${p.date}, more than ${p.limit} days ago. Import it again.`,
  import_same_id: (p) =>
    `The imported ${p.node} (at ${p.importedAt}) has the id of a node of yours (at ${p.ownAt}), so its needs are added to that. Where they are one thing, write importedAs: [${p.id}] on it; where they are not, write that on the node it is.`,
  scope_unstaged: (p) =>
    `${p.domain} reaches everything at once and takes down ${p.nodes}. Let changes arrive in stages, and write isStaged: true when they do.`,
};

const ko: Readonly<Record<GateCode, Sentence>> = {
  stuck: (p, loss) =>
    `${loss} 상실 시 ${p.node}: 되살릴 수 없습니다.${CAUSES_KO[String(p.cause)] ?? ` ${p.behind} 복구를 기다립니다.`} 잃는 곳에 기대지 않는 복구 방법을 적어 주세요.`,
  option_unplaced: (p) =>
    `${p.for} 복구가 기대는 방법 ${p.option}에 어디에서 시작하는지 적혀 있지 않아, 그곳을 함께 잃어도 쓸 수 있다고 셉니다. at에 그곳을 적고, 자리가 필요 없으면 '-'로 적어 주세요.`,
  no_site: (p) =>
    `class가 site나 provider_region인 곳이 없어 0등급(${p.nodes})의 상실을 하나도 따져 보지 못했습니다. 어디에 놓여 있는지 적어 주세요.`,
  circular_automatic: (p, loss) =>
    `${loss} 상실 시 자동 복구 방법 ${p.option}에 필요한 것이 자기 자신과 함께라야 돌아옵니다. 필요한 것을 다른 곳에 두세요.`,
  circular_untried: (p, loss) =>
    `${loss} 상실 시 서로 기다리는 복구 방법이 너무 많아 모두 살펴보지 못했습니다. 순환하는 것을 ${p.found}개 찾았고, 더 있을 수 있습니다.`,
  tool_stuck: (p, loss) =>
    `${loss} 상실 시 ${p.tool}: 복구에 쓰는 도구인데 되살릴 수 없습니다. 다른 곳에 하나 더 두거나 복구 방법을 적어 주세요.`,
  rto_exceeded: (p, loss) =>
    `${loss} 상실 시 ${p.node}: ${p.minutes}분 뒤에 돌아옵니다. 목표는 ${p.target}분입니다.`,
  rto_never: (p, loss) =>
    `${loss} 상실 시 ${p.node}: 돌아오지 않습니다. 목표는 ${p.target}분입니다.`,
  rpo_exceeded: (p, loss) =>
    `${loss} 상실 뒤 남는 ${p.node} 사본 가운데 가장 새것이 ${p.minutes}분 뒤처져 있습니다. 목표는 ${p.target}분입니다.`,
  rpo_unknown: (p, loss) =>
    `${loss} 상실 뒤 남는 ${p.node} 사본이 얼마나 뒤처지는지 잰 적이 없습니다. 목표는 ${p.target}분입니다. lagMinutes를 적어 주세요.`,
  rpo_no_copy: (p, loss) =>
    `${loss} 상실 뒤 남는 ${p.node} 사본이 없습니다. 목표는 ${p.target}분입니다.`,
  no_copy_outside: (p, loss) =>
    `${loss} 전소 시 남는 ${p.node} 사본이 없습니다. 원본 없이 복원할 수 있는 사본을 다른 곳에 두세요.`,
  document_missing: (p) =>
    `목록에 ${ROLES_KO[String(p.role)] ?? p.role}에 해당하는 항목이 없어, 모두 멈췄을 때 어디 있는지 알 수 없습니다. roles: [${p.role}] 문서를 추가하세요.`,
  document_unreachable: (p, loss) =>
    `${loss} 상실과 함께 로그인과 이름 조회가 멈추면 ${p.node}: 읽을 수 없습니다. 둘 다 필요 없는 사본을 두세요.`,
  reporter_falls_too: (p, loss) =>
    `${loss} 상실 시 ${p.node}: 알려야 할 대상 ${withParticle(String(p.service), 'with')} 함께 멈춥니다. 따로 두세요.`,
  no_baseline: (p) =>
    `승인한 기준선이 없습니다. 한두 곳의 상실로 0등급이 멈추거나 되살릴 수 없게 되는 경우가 ${p.count}가지입니다. 살펴본 뒤 --accept-baseline으로 승인하세요.`,
  new_cut_set: (p, loss) =>
    `${loss} 상실 시 ${p.node}: ${p.effect === 'down' ? '멈춥니다' : '되살릴 수 없습니다'}. 승인한 기준선에 없는 경우입니다.`,
  cut_set_gone: (p, loss) =>
    `${loss} 상실 시 ${p.node}: 이제 ${p.effect === 'down' ? '멈추지 않습니다' : '되살릴 수 있습니다'}. 기준선을 다시 승인하면 이 상태가 지켜집니다.`,
  waiver_expired: (p) => `${p.waived} 유예가 ${p.until}에 끝났습니다. 고치거나 다시 결정해 주세요.`,
  waiver_without_owner: (p) => `${p.waived} 유예에 책임자가 없습니다. 책임자를 적어 주세요.`,
  waiver_unused: (p) =>
    p.nearest
      ? `${p.waived} 유예에 해당하는 것이 없습니다. 혹시 ${p.nearest}인가요? 아니라면 지워도 됩니다.`
      : `${p.waived} 유예가 더는 필요하지 않습니다. 지워도 됩니다.`,
  never_exercised: (p, loss) =>
    `${p.for} 복구가 기대는 방법 ${p.option}: ${loss} 전체를 끊고 해 본 적이 없습니다.`,
  exercise_old: (p, loss) =>
    `${p.for} 복구가 기대는 방법 ${p.option}: ${loss} 전체를 끊고 마지막으로 해 본 날이 ${p.date}로, ${p.limit}일이 넘었습니다.`,
  exercise_partial: (p, loss) =>
    `방법 ${p.option}의 ${p.date} 훈련은 ${loss} 일부만 끊었으므로 세지 않습니다.`,
  exercise_failed: (p, loss) =>
    `방법 ${p.option}의 ${p.date} 훈련(${loss} 차단)은 성공하지 못했고, 그 뒤로 성공한 훈련이 없습니다.`,
  exercise_drifted: (p, loss) =>
    `방법 ${p.option}에 필요한 것이 ${p.date} 훈련(${loss} 차단) 뒤에 바뀌었습니다.`,
  dated_ahead: (p) =>
    `${p.about}: 날짜가 ${p.date}인데 ${p.today}보다 뒤라서 세지 않습니다. 날짜를 고쳐 주세요.`,
  observed_undeclared: (p) =>
    `${p.source}에서 ${p.date}에 ${p.from}의 ${p.to} 사용이 관측되었지만 적혀 있지 않습니다. 앞의 것의 needs에 적거나, 이유를 적어 제외하세요.`,
  import_old: (p) =>
    `${p.source}에서 가져온 내용이 ${p.date} 것으로 ${p.limit}일이 넘었습니다. 다시 가져오세요.`,
  import_same_id: (p) =>
    `가져온 ${p.node}(위치 ${p.importedAt})의 id가 직접 적은 ${p.node}(위치 ${p.ownAt})와 같아, 필요한 것을 거기에 더했습니다. 같은 것이면 그 노드에, 아니면 실제로 해당하는 노드에 importedAs: [${p.id}]를 적어 주세요.`,
  scope_unstaged: (p) =>
    `${p.domain}: 한꺼번에 모두에 닿아 ${withParticle(String(p.nodes), 'subject')} 함께 멈춥니다. 단계별로 반영되게 하고, 그렇게 되면 isStaged: true를 적어 주세요.`,
};

const sentences = { en, ko };

/** What each rule asks, in a line. */
export const ruleTitles: Readonly<Record<'en' | 'ko', Readonly<Record<GateRule, string>>>> = {
  en: {
    G1: 'No single loss of a site leaves a tier-0 node stuck',
    G2: 'No automatic recovery is circular',
    G3: 'No single loss leaves a tool of recovery stuck',
    G4: 'Recovery times and copies are within their targets',
    G5: 'Every data store has a copy outside each site',
    G6: 'Runbook, inventory, contacts and break-glass are readable with sign-in and names down',
    G7: 'Staff communication and status pages do not fall with what they report on',
    G8: 'No loss of one or two domains hurts more than the accepted baseline',
    G9: 'Every waiver has an owner and is within its date',
    G10: 'Every option relied on was exercised, lately and on the whole domain',
    G11: 'What was observed is declared, and imports are fresh',
    G12: 'No configuration scope reaches everything at once',
  },
  ko: {
    G1: '어느 한 곳을 잃어도 0등급은 되살릴 수 있습니다',
    G2: '자동 복구가 순환하지 않습니다',
    G3: '한 곳을 잃어도 복구 도구는 되살릴 수 있습니다',
    G4: '복구 시간과 사본이 목표 안에 있습니다',
    G5: '모든 데이터는 각 사이트 밖에 사본이 있습니다',
    G6: '로그인과 이름 조회가 멈춰도 절차서·목록·연락처·비상 접속 수단을 읽을 수 있습니다',
    G7: '사내 연락과 상태 페이지가 알릴 대상과 함께 멈추지 않습니다',
    G8: '한두 곳의 상실이 승인한 기준선보다 나빠지지 않았습니다',
    G9: '모든 유예에 책임자가 있고 기한 안에 있습니다',
    G10: '기대는 복구 방법을 최근에, 전체를 끊고 해 보았습니다',
    G11: '관측된 것이 적혀 있고, 가져온 내용이 새것입니다',
    G12: '설정 배포가 한꺼번에 모두에 닿지 않습니다',
  },
};

/** Gives a finding as a sentence in the names a reader knows: what was found, and what would be right. */
export function renderGateFinding(finding: GateFinding, voice: GateVoice): string {
  const { params, loss } = nameFinding(finding, voice);
  return sentences[voice.locale][finding.code](params, loss);
}
