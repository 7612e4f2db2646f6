/** Every sentence of the status page, in Korean; the source of the other languages. */
export const statusMessages = {
  siteName: '서비스 상태',
  skip: '본문으로 건너뛰기',
  otherLanguage: 'English',
  overall: {
    operational: '모든 서비스가 정상입니다',
    degraded: '일부 서비스가 느리거나 제대로 작동하지 않습니다',
    down: '일부 서비스가 중단되었습니다',
  },
  states: { operational: '정상', degraded: '일부 장애', down: '중단' },
  asOf: (at: string) => `${at} 기준`,
  uptime: (share: string) => `90일 가동률 ${share}`,
  ninetyDaysAgo: '90일 전',
  today: '오늘',
  tableSummary: '날짜별 표로 보기',
  tableCaption: (name: string) => `${name}: 장애가 있었던 날`,
  tableDay: '날짜',
  tableDown: '중단',
  tableDegraded: '일부 장애',
  tableEmpty: '지난 90일 동안 장애가 없었습니다.',
  tableNote: '표에 없는 날은 종일 정상이었습니다.',
  minutes: (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return hours === 0 ? `${rest}분` : rest === 0 ? `${hours}시간` : `${hours}시간 ${rest}분`;
  },
  none: '없음',
  legend: '막대 하나가 하루입니다.',
  parts: (count: number) => `기능 ${count}개 하나씩 보기`,
  openIncidents: '진행 중인 장애',
  incidents: '장애',
  incidentsEmpty: '기록된 장애가 없습니다.',
  incidentStates: { open: '진행 중', restored: '복구됨', closed: '보상 완료' },
  account: '전체 기록과 보상 보기',
  otherServices: '그 밖의 서비스',
  notices: '장애 공지',
  allNotices: '장애 공지 모두 보기',
  toStatus: '지금 상태 보기',
  noticeKinds: { opened: '장애 발생', updated: '소식', restored: '복구' },
  subscribe: '알림 받기',
  feeds: '구독',
  privateTitle: '로그인한 담당자만 볼 수 있는 상태 페이지입니다',
  privateText: '콘솔에서 로그인한 뒤 이 주소를 다시 열어 주세요.',
  privateChoiceTitle: '로그인한 사람만 볼 수 있는 상태 페이지입니다',
  privateChoice:
    '아래에서 로그인하면 이 주소로 돌아옵니다. 콘솔 비밀번호로 로그인해도 볼 수 있습니다.',
  signInPassword: '비밀번호로 로그인',
  signIn: '로그인',
  badge: '상태',
};

export type StatusMessages = typeof statusMessages;
