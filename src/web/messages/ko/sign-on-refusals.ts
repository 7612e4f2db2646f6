/** What is said when signing in elsewhere let nobody in, by code, in Korean. */
export const signOnRefusals = {
  sign_on_cancelled:
    '로그인을 끝내지 않고 돌아왔습니다. 다시 로그인하거나 비밀번호로 로그인하세요.',
  sign_on_clock_differs:
    '이 서버와 로그인 서버의 시계가 서로 다릅니다. 관리자에게 두 서버의 시각을 맞춰 달라고 하세요.',
  sign_on_code_refused:
    '로그인 서버가 준 확인 값이 이미 쓰였거나 기한이 지났습니다. 처음부터 다시 로그인하세요.',
  sign_on_disabled: '사용이 중지된 계정입니다. 다시 쓰려면 관리자에게 요청하세요.',
  sign_on_email_unverified:
    '로그인 서버가 이메일 주소를 확인해 주지 않았습니다. 그곳에서 주소를 확인한 뒤 다시 로그인하세요.',
  sign_on_expired:
    '로그인을 시작한 지 오래되었거나 다른 브라우저에서 시작했습니다. 다시 로그인하세요.',
  sign_on_issuer_down:
    '로그인 서버가 응답하지 않습니다. 잠시 뒤 다시 하거나, 비밀번호가 있으면 비밀번호로 로그인하세요.',
  sign_on_no_account:
    '이 이메일 주소로 된 계정이 없습니다. 관리자에게 계정을 만들어 달라고 하세요.',
  sign_on_no_group:
    '로그인했지만 역할을 주는 그룹에 더는 들어 있지 않습니다. 그룹을 관리하는 사람에게 물어보세요.',
  sign_on_no_reader:
    '로그인했지만 이 상태 페이지를 볼 수 있는 그룹에 들어 있지 않습니다. 운영자에게 요청하세요.',
  sign_on_nonce_differs:
    '로그인 서버의 답이 지금 시작한 로그인에 대한 것이 아닙니다. 처음부터 다시 로그인하세요.',
  sign_on_other_person:
    '이 계정은 같은 로그인 서버의 다른 사람과 이어져 있습니다. 관리자가 계정을 중지했다가 다시 켜면 새로 이어집니다.',
  sign_on_state_differs:
    '지금 시작한 로그인에서 돌아온 것이 아닙니다. 로그인 창을 하나만 열고 다시 로그인하세요.',
  sign_on_token_refused:
    '로그인 서버의 답을 믿을 수 없어 받지 않았습니다. 다시 해도 그러면 관리자에게 알려 주세요.',
};
