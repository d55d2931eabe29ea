import type { Words } from "../en/words";

/** 포털이 기본으로 제공하는 스코프에 대해 사람이 읽는 말: 무엇을, 어떻게. */
export const scopeWords: Words["scopes"] = {
  openid: { title: "내가 누구인지 확인", detail: "다시 방문했을 때 알아봅니다." },
  profile: {
    title: "이름과 프로필 보기",
    detail: "이름, 사진, 언어를 비롯한 프로필 정보입니다.",
  },
  email: { title: "이메일 주소 보기", detail: "이메일 주소가 확인되었는지도 봅니다." },
  address: { title: "우편 주소 보기", detail: null },
  phone: { title: "전화번호 보기", detail: null },
  groups: {
    title: "내가 속한 그룹 보기",
    detail: "그룹의 이름입니다. 앱은 이 이름으로 앱에서 할 수 있는 일을 정할 수 있습니다.",
  },
  offline_access: {
    title: "자리를 비운 동안에도 접근 권한 유지",
    detail: "연결을 해제할 때까지 연결되어 있습니다.",
  },
  "account:read": {
    title: "계정 정보 보기",
    detail: "이메일 주소, 이름, 가입한 날짜입니다.",
  },
  "account:apps": {
    title: "연결된 앱 관리",
    detail: "내 계정에 연결된 앱을 보고, 연결을 해제합니다.",
  },
  consents: {
    title: "앱에 허용한 권한 보기 및 줄이기",
    detail: "각 앱에 무엇을 얼마 동안 허용했는지 보고, 권한을 해제합니다. 권한을 추가할 수는 없습니다.",
  },
  "clients:read": {
    title: "등록한 앱 보기",
    detail: "앱의 이름, 설정, 주소입니다. 시크릿은 볼 수 없습니다.",
  },
  "clients:write": {
    title: "앱 등록 및 변경",
    detail: "앱을 등록하고, 설정을 바꾸고, 시크릿을 만듭니다.",
  },
  grant_management_query: {
    title: "이 앱에 허용한 권한 보기",
    detail: "앱이 알고 있는 grant_id로 권한과 API를 확인합니다.",
  },
  grant_management_revoke: {
    title: "이 앱에 허용한 권한 반납",
    detail: "앱의 접근 권한만 끝나며 다른 것은 바뀌지 않습니다.",
  },
  admin: {
    title: "이 포털 관리",
    detail: "모든 사용자의 계정을 보고, 정지하고, 삭제하며, 관리자를 지정합니다.",
  },
};
