import type { Words } from "../en/words";
import { formatWait } from "./formats";
import { josa } from "./josa";

/** Words that every area shares. */
export const commonWords: Words["common"] = {
  language: "ko",
  skipToContent: "본문으로 건너뛰기",
  pageTitle: (...parts) => parts.filter(Boolean).join(" - "),
  errorTitle: (title) => `오류: ${title}`,
  languages: "언어",
  theme: { label: "화면 색상", light: "밝게", dark: "어둡게", system: "시스템 설정에 맞춤" },
  foot: { label: "포털 안내", terms: "이용약관", privacy: "개인정보처리방침", support: "지원" },
  reveal: "표시",
  copy: "복사",
  copied: "복사됨",
  cancel: "취소",
  back: "뒤로",
  done: "완료",
  stepDone: "완료",
  claims: {
    none: "설정하지 않음",
    yes: "예",
    no: "아니요",
    change: "변경",
    changeLabel: (label) => `${label} 변경`,
    listHint: "한 줄에 하나씩 입력하세요.",
    empty: "비워 두면 삭제됩니다.",
    save: "저장",
    cancel: "취소",
    saved: (label) => `${josa(label, "을/를")} 저장했습니다.`,
    problems: {
      missing: "더 이상 설정할 수 없습니다.",
      overtaken: "페이지를 연 뒤에 내용이 변경되어 저장하지 않았습니다. 페이지를 새로 고쳐 확인하세요.",
      text: "한 줄로 200자까지 쓸 수 있습니다.",
      number: "12 또는 12.5와 같은 숫자를 입력하세요.",
      flag: "예 또는 아니요를 선택하세요.",
      list: "20줄까지, 한 줄에 200자까지 쓸 수 있습니다.",
    },
  },
  errorSummary: "표시된 항목을 확인하세요",
  optional: "선택 사항",
  areas: {
    label: "영역",
    home: "홈",
    account: "내 계정",
    console: "개발자 콘솔",
    admin: "관리",
  },
  wait: (seconds) => `${formatWait(seconds)} 후에 다시 시도하세요.`,
  signedInAs: (email) => `로그인한 계정: ${email}`,
  accountMenu: "계정 메뉴",
  switchAccount: "계정 전환",
  signIn: "로그인",
  signOut: "로그아웃",
  notFound: {
    title: "페이지를 찾을 수 없습니다",
    body: "주소를 잘못 입력했거나, 페이지가 없어졌을 수 있습니다.",
    action: "시작 페이지로 이동",
  },
  outage: {
    title: "잠시 후 다시 이용할 수 있습니다",
    body: "지금은 포털이 데이터베이스에 연결할 수 없습니다. 사용자의 잘못이 아니며, 사라진 정보도 없습니다. 데이터베이스가 복구되면 자동으로 다시 작동합니다.",
    asked: "몇 초 후에 다시 시도하세요.",
    posted:
      "몇 초 후에 이 페이지를 새로 고쳐 양식을 다시 보내거나, 브라우저에서 뒤로 이동하세요. 입력한 내용은 그대로 남아 있습니다.",
    action: "다시 시도",
    home: "시작 페이지로 이동",
  },
  unanswered: {
    form: {
      unreachable: "포털에 연결할 수 없습니다. 입력한 내용은 그대로 있으니, 몇 초 후에 다시 시도하세요.",
      updated:
        "이 페이지를 연 뒤에 포털이 업데이트되었습니다. 입력한 내용을 복사하고 페이지를 새로 고친 다음, 다시 보내세요.",
      large: "보낸 내용이 너무 커서 변경된 내용이 없습니다. 더 작은 파일을 선택하세요.",
      busy: "포털이 한꺼번에 너무 많은 내용을 받고 있어 변경된 내용이 없습니다. 몇 초 후에 다시 시도하세요.",
    },
    press: {
      unreachable: "포털에 연결할 수 없습니다. 몇 초 후에 다시 시도하세요.",
      updated: "이 페이지를 연 뒤에 포털이 업데이트되었습니다. 페이지를 새로 고친 다음, 다시 시도하세요.",
      large: "보낸 내용이 너무 커서 변경된 내용이 없습니다.",
      busy: "포털이 한꺼번에 너무 많은 내용을 받고 있어 변경된 내용이 없습니다. 몇 초 후에 다시 시도하세요.",
    },
  },
  failed: {
    title: "포털에서 문제가 발생했습니다",
    body: "뒤로 이동하면 입력한 내용이 그대로 있습니다. 잠시 후에 다시 시도하세요.",
    action: "다시 시도",
    reference: "같은 문제가 계속되면 운영자에게 다음 참조 번호를 알려 주세요:",
  },
};
