import type { Words } from "../en/words";
import { josa } from "./josa";

/** Words of the administrators' page about companies' directories. */
export const directoryWords: Words["admin"]["directories"] = {
  nav: "디렉터리",
  title: "디렉터리",
  intro:
    "Entra ID, Okta, Google Workspace와 같은 회사의 디렉터리가 SCIM 2.0으로 이 포털의 사용자와 그룹을 만들고 변경하고 정지하고 삭제할 수 있습니다. 디렉터리는 자기 사용자와 그룹만 보고 변경하며, 포털의 관리자는 변경하지 못합니다.",
  none: "사용자를 관리하는 디렉터리가 없습니다",
  noneHint: "디렉터리를 추가하고, 디렉터리에 주소와 토큰을 입력하세요.",
  caption: "디렉터리, 이름순",
  directory: "디렉터리",
  domains: "도메인",
  noDomains: "없음",
  lastUsed: "최근 요청",
  neverUsed: "없음",
  oldToken: (until) => `이전 토큰은 ${until}까지 사용할 수 있습니다`,
  action: "작업",
  edit: "편집",
  editLabel: (name) => `${name} 편집`,
  editTitle: (name) => `${name} 편집`,
  save: "저장",
  saved: (name) => `${josa(name, "을/를")} 저장했습니다.`,
  rotateTitle: (name) => `${name}의 새 토큰`,
  rotateHint: (days) =>
    `지금 토큰은 ${days}일 동안 더 사용할 수 있으므로 그사이에 디렉터리의 토큰을 바꾸면 됩니다. 지금 토큰이 유출되었다면 새 토큰을 두 번 발급하세요. 그러면 바로 사용할 수 없게 됩니다.`,
  rotate: "새 토큰 발급하기",
  remove: "삭제",
  removeLabel: (name) => `${name} 삭제`,
  removeTitle: (name) => `${josa(name, "을/를")} 삭제하시겠습니까?`,
  removeBody:
    "디렉터리의 토큰을 사용할 수 없게 됩니다. 사용자와 그룹은 남으며, 이후에는 관리자가 직접 관리합니다. 기존 계정을 연결할 수 있는 디렉터리만 그 사용자를 다시 관리할 수 있습니다.",
  keep: "그대로 두기",
  removed: (name) => `${josa(name, "을/를")} 삭제했습니다. 사용자와 그룹은 남아 있습니다.`,
  create: "디렉터리 추가",
  name: "이름",
  nameHint: "알아보기 쉬운 이름을 입력하세요. 예: Acme의 Entra ID",
  domainsField: "신뢰하는 도메인",
  domainsHint:
    "쉼표로 구분하세요. 주소의 주인을 디렉터리가 안다고 신뢰하므로, 이 도메인의 주소는 확인된 것으로 봅니다. 그 밖의 주소는 사용자가 메일로 받은 코드로 처음 로그인할 때 확인됩니다.",
  linksExisting: "기존 계정을 연결할 수 있음",
  linksExistingHint:
    "신뢰하는 도메인의 확인된 주소로 이미 계정을 가진 사용자를 디렉터리가 관리하게 되며, 디렉터리가 그 계정을 정지하거나 삭제할 수 있습니다. 허용하지 않으면 디렉터리에 오류로 응답합니다.",
  invites: "새 사용자에게 메일로 알리기",
  invitesHint: "계정이 만들어졌다는 사실과 로그인할 곳을 메일로 알립니다.",
  submit: "디렉터리 추가하기",
  once: "디렉터리 토큰",
  onceWarning: "지금 디렉터리에 입력하세요. 토큰은 해시만 저장하므로 다시 표시되지 않습니다.",
  secretField: "토큰",
  copySecret: "토큰 복사",
  address: "디렉터리에 입력할 주소",
  copyAddress: "주소 복사",
  done: "완료",
  problems: {
    missing: "더 이상 없는 디렉터리입니다.",
    taken: "이름이 같은 디렉터리가 이미 있습니다.",
    full: "이미 50개가 있어 더 추가할 수 없습니다.",
    nameInvalid: "이름을 60자 이내로 입력하세요.",
    domainsInvalid: "example.org와 같은 도메인을 쉼표로 구분하여 50개까지 입력하세요.",
    domainsMissing: "기존 계정을 연결할 수 있는 도메인을 입력하세요.",
    overtaken: "페이지를 연 뒤에 다른 사람이 내용을 변경하여 저장하지 않았습니다. 페이지를 새로 고쳐 확인하세요.",
  },
};
