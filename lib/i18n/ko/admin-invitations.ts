import type { Words } from "../en/words";

/** Words of the page of invitations. */
export const invitationWords: Words["admin"]["invitations"] = {
  title: "사용자 초대",
  open: "사용자 초대",
  intro:
    "초대 메일의 링크를 여는 사람은 가입 방식과 관계없이 그 주소로 계정을 만들 수 있습니다. 링크는 7일 동안 한 번만 사용할 수 있습니다.",
  invite: "초대하기",
  email: "이메일",
  submit: "초대 메일 보내기",
  invited: (email) => `${email} 주소로 초대 메일을 보냈습니다. 링크는 7일 동안 사용할 수 있습니다.`,
  list: "아직 사용하지 않은 초대",
  none: "기다리는 초대가 없습니다",
  noneHint: "초대를 받아 가입한 사람은 사용자 목록에 있습니다.",
  sent: "보냄",
  sentBy: (email) => `보낸 사람: ${email}`,
  byOperator: "보낸 사람: 운영자",
  until: "사용 기한",
  over: "기한 지남",
  action: "작업",
  sendAgain: "다시 보내기",
  sendAgainLabel: (email) => `${email} 주소로 초대 다시 보내기`,
  withdraw: "취소",
  withdrawLabel: (email) => `${email} 주소로 보낸 초대 취소`,
  withdrawn: "초대를 취소했습니다. 링크를 더는 사용할 수 없습니다.",
  problems: {
    forbidden: "관리자만 초대할 수 있습니다.",
    badEmail: "user@example.org와 같은 전체 이메일 주소를 입력하세요.",
    hasAccount: "이 주소를 사용하는 계정이 이미 있습니다.",
    tooMany: "최근에 초대를 너무 많이 보냈습니다.",
    missing: "그런 초대가 없습니다. 이미 사용했거나 취소한 초대입니다.",
  },
};
