/**
 * Words by which the people behind a portal speak of it and of themselves, in every language that the portal knows: an app
 * whose name is made of these and of the portal's name seems to be the portal's own. They are not shown anywhere.
 */
const PORTAL_WORDS = {
  en: [
    "the official officially verified trusted secure security safety support help helpdesk desk service services customer care",
    "center centre team staff admin administrator administration account accounts login log sign in signin sign-in on up out",
    "sso id identity auth authentication authenticator access password passwords reset recovery portal system systems app apps",
    "console profile settings mail email notification notifications alert alerts update updates verify verification connect",
    "online web website site my your our us of for by from with at and to a",
  ],
  ko: [
    "공식 정식 인증 인증됨 확인 보안 안전 지원 지원팀 고객 고객센터 고객지원 센터 도움말 상담 상담센터 서비스 팀 운영 운영팀",
    "운영자 관리 관리자 계정 로그인 로그아웃 로그온 회원 회원가입 가입 비밀번호 암호 재설정 복구 포털 시스템 앱 어플 콘솔",
    "설정 프로필 메일 이메일 알림 공지 업데이트 연결 접속 온라인 홈페이지 사이트 통합 내 나의 우리 의 및 와 과",
  ],
} as const;

/** All of them, as texts. */
export const portalWords: readonly string[] = Object.values(PORTAL_WORDS).flatMap((lines) =>
  lines.flatMap((line) => line.split(" ")),
);
