/** The page that says why nobody was signed in, in Korean. */
export const signOnMessages = {
  title: '로그인하지 못했습니다',
  toConsole: '콘솔 로그인으로',
  toStatus: '상태 페이지로',
  signOut: '로그아웃',
  signInWith: (name: string) => `${name} 계정으로 로그인`,
};

export type SignOnMessages = typeof signOnMessages;
