import type { Words } from "../en/words";
import { formatDate, formatDateTime } from "./formats";
import { josa } from "./josa";

/** Words about who works on an app. */
export const teamWords: Words["console"]["team"] = {
  title: "팀",
  intro:
    "개발자는 앱의 모든 것을 변경할 수 있습니다. 뷰어는 같은 내용을 볼 수 있지만 변경할 수 없습니다. 사람을 초대하고 앱을 정지하거나 넘기거나 삭제하는 일은 소유자만 할 수 있습니다.",
  onlyOwner: "팀은 앱의 소유자만 변경할 수 있습니다.",
  mayOnlySee: (owner) =>
    owner === null
      ? "이 앱의 뷰어입니다. 모든 내용을 볼 수 있지만 변경할 수 없습니다."
      : `이 앱의 뷰어입니다. 모든 내용을 볼 수 있지만 변경할 수 없습니다. 변경이 필요하면 소유자(${owner})에게 요청하세요.`,
  roles: { owner: "소유자", developer: "개발자", viewer: "뷰어" },
  people: "사람",
  person: "사람",
  role: "역할",
  since: "참여한 날",
  actions: "작업",
  noOwner: "운영자",
  you: "나",
  make: { developer: "개발자로 변경", viewer: "뷰어로 변경" },
  makeOf: {
    developer: (email) => `${email}: 개발자로 변경`,
    viewer: (email) => `${email}: 뷰어로 변경`,
  },
  roleSaved: (email, role) => `${email} 계정의 역할을 ${josa(`‘${role}’`, "으로/로")} 변경했습니다.`,
  remove: "내보내기",
  removeOf: (email) => `${email} 내보내기`,
  removed: (email) =>
    `${email} 계정을 팀에서 내보냈습니다. 시크릿을 아는 사람이라면 새 시크릿을 만들고 이전 시크릿은 폐기하세요.`,
  leave: "팀에서 나가기",
  left: (app) => `${app}의 팀에서 나갔습니다.`,
  invite: "사람 초대",
  inviteBody: "초대받은 사람은 메일을 받으며 7일 안에 수락할 수 있습니다. 이 포털에 그 주소로 된 계정이 있어야 합니다.",
  email: "이메일 주소",
  sendInvitation: "초대 보내기",
  invited: (email) => `${email} 주소로 초대를 보냈습니다. 7일 안에 수락할 수 있습니다.`,
  invitations: "초대한 사람",
  invitedUntil: (until) => `${formatDate(until)}까지`,
  withdraw: "초대 취소",
  withdrawOf: (email) => `${email} 초대 취소`,
  withdrawn: (email) => `${email} 초대를 취소했습니다.`,
  invitedToYou: (app) => `앱 ${app}의 팀에 초대받았습니다.`,
  look: "초대 보기",
  question: (app) => `${app}의 팀에 참여하시겠습니까?`,
  whatTitle: "참여하면",
  from: (email) => (email === null ? "운영자의 앱입니다." : `소유자: ${email}`),
  what: {
    developer: "앱의 모든 내용을 보고 변경하며 시크릿을 만들 수 있습니다.",
    viewer: "앱의 모든 내용을 볼 수 있지만 변경할 수 없습니다.",
  },
  leaveLater: "언제든지 팀에서 나갈 수 있습니다.",
  until: (date) => `${formatDateTime(date)}까지 수락할 수 있습니다.`,
  accept: "팀에 참여",
  decline: "거절",
  joined: (app) => `이제 ${app}의 팀에서 함께 일합니다.`,
  declined: "초대를 거절했습니다.",
  overTitle: "그런 초대가 없습니다",
  overBody: "이미 수락했거나 취소된 초대이거나, 7일이 지났거나, 내 계정의 주소가 아닌 다른 주소로 보낸 초대입니다.",
  toApps: "내 앱 보기",
  invitationMail: ({ app, portalName, from, role, href, expiresAt }) => ({
    subject: `${portalName}: 앱 ‘${app}’의 팀 초대`,
    text: `${from ?? "관리자"} 계정에서 앱 ‘${app}’의 팀에 초대했습니다. 역할: ${role === "developer" ? "개발자" : "뷰어"}\n\n수락하려면 ${formatDateTime(expiresAt)}까지 이 메일을 받은 주소로 로그인하거나 계정을 만드세요.\n${href}\n\n모르는 앱이라면 아무것도 하지 않아도 됩니다. 아무것도 바뀌지 않습니다.\n`,
  }),
};
