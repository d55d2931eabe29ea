import type { Words } from "../en/words";
import { commonWords } from "./common";
import { formatDate, formatDateTime, formatNumber } from "./formats";
import { josa } from "./josa";

const password: Words["auth"]["password"] = {
  label: "비밀번호",
  hint: (minLength) => `${minLength}자 이상이어야 합니다. 나만 떠올릴 수 있는 단어 몇 개를 이어 쓰면 좋습니다.`,
  count: (count, minLength) =>
    count >= minLength ? `${minLength}자 이상으로 충분히 깁니다.` : `${minLength}자 중 ${count}자 입력했습니다.`,
  errors: {
    password_empty: "비밀번호를 입력하세요.",
    password_short: "비밀번호가 너무 짧습니다. 15자 이상 입력하세요.",
    password_tiny: "비밀번호가 너무 짧습니다. 8자 이상 입력하세요.",
    password_long: "비밀번호가 너무 깁니다. 256자 이내로 입력하세요.",
    password_common: "유출되었거나 공격자가 먼저 시도하는 단어로 된 비밀번호입니다. 다른 비밀번호를 입력하세요.",
    password_personal: "이메일 주소, 이름, 포털 이름 또는 앱 이름과 너무 비슷합니다. 다른 비밀번호를 입력하세요.",
  },
};

const person: Words["auth"]["person"] = {
  email: "이메일",
  name: "이름",
  nameHint: "선택 사항입니다. 내가 허용한 앱만 볼 수 있습니다.",
  errors: {
    no_email: "이메일 주소를 입력하세요.",
    bad_email: "올바른 이메일 주소가 아닙니다. user@example.org와 같은 형식으로 입력하세요.",
    email_taken: "이 주소를 사용하는 계정이 이미 있습니다. 다른 주소를 입력하세요.",
    foreign_domain: "이 도메인의 이메일 주소로는 계정을 만들 수 없습니다.",
    long_name: "이름은 100자 이내로 입력하세요.",
    ...password.errors,
  },
};

/** Words of the sign-in pages. People who sign in never read protocol words here. */
export const authWords: Words["auth"] = {
  password,
  person,
  login: {
    title: "로그인",
    titleAgain: "계속하려면 다시 로그인하세요",
    toContinueTo: "이어서 이용할 앱",
    to: "이어서 이용할 앱",
    email: "이메일",
    password: "비밀번호",
    submit: "로그인",
    forgot: "비밀번호 재설정",
    byCode: "메일로 받은 코드로 로그인",
    limitedHelp: "메일로 받은 코드로는 바로 로그인할 수 있습니다.",
    mailCode: "메일로 코드 받기",
    or: "또는",
    passkey: "패스키로 로그인",
    passkeyCancelled: "패스키 사용을 취소했습니다. 비밀번호를 사용할 수 있습니다.",
    newHere: "계정이 없다면",
    signUp: "계정 만들기",
    wasExpired: "로그인 페이지를 연 지 오래되었습니다. 요청은 그대로 있으니, 로그인하면 이어서 진행합니다.",
    freshNeeded: "계정을 보호하기 위해 본인임을 한 번 더 확인합니다.",
    strongerNeeded: "앱이 더 안전한 로그인을 요청했습니다. 두 번째 인증 수단까지 사용하여 다시 로그인하세요.",
    otherPerson: "앱이 다른 계정을 요청했습니다. 그 계정으로 로그인하세요.",
    requestUnknown: "진행하던 요청을 찾을 수 없습니다. 앱으로 돌아가 다시 시작하거나, 여기에서 로그인하세요.",
    noCookies:
      "브라우저가 쿠키를 보내지 않았습니다. 로그인하려면 쿠키가 필요합니다. 이 사이트의 쿠키를 허용한 다음, 앱으로 돌아가 다시 시작하세요.",
    signedInAs: "로그인한 계정:",
    errors: {
      wrong: "이메일 또는 비밀번호가 올바르지 않습니다.",
      wrongHelp: "둘 다 확인하거나 비밀번호를 재설정하세요.",
      suspended: "정지된 계정입니다.",
      suspendedHelp: "이 포털의 운영자에게 문의하세요.",
      leaving: "삭제될 예정인 계정입니다.",
      leavingHelp: "계정을 유지하려면 삭제를 요청했을 때 받은 메일의 링크를 여세요.",
      no_email: "이메일 주소를 입력하세요.",
      no_password: "비밀번호를 입력하세요.",
      passkey_unknown: "이 포털에 등록되지 않은 패스키입니다.",
      passkey_wrong: "패스키를 확인할 수 없습니다.",
      passkey_over: "시간이 너무 오래 지났습니다. 패스키를 다시 사용하세요.",
      passkeyHelp: "이메일과 비밀번호로 로그인하거나 다른 패스키를 사용하세요.",
      half_over: "이 로그인은 더 이상 유효하지 않습니다. 다시 로그인하세요.",
    },
  },
  factors: {
    passkey: {
      title: "패스키 사용",
      lead: "기기의 잠금을 해제하여 본인임을 확인하세요. 계정:",
      submit: "패스키 사용",
      other: "패스키 사용",
      cancelled: "패스키 사용을 취소했습니다. 다시 시도하거나 다른 방법을 사용하세요.",
      noScript: "패스키를 사용하려면 자바스크립트가 필요합니다. 켜거나 다른 방법을 사용하세요.",
    },
    authenticator: {
      title: "코드 입력",
      lead: "인증 앱에서 코드를 확인하세요. 계정:",
      label: "코드",
      hint: "숫자 6자리입니다. 코드는 30초마다 바뀝니다.",
      submit: "확인",
      other: "인증 앱 사용",
    },
    recovery_code: {
      title: "복구 코드 사용",
      lead: "저장해 둔 복구 코드 중 하나를 입력하세요. 계정:",
      label: "복구 코드",
      hint: "한 번만 사용할 수 있습니다. 사용한 코드는 지우세요.",
      submit: "확인",
      other: "복구 코드 사용",
    },
    enrol: {
      title: "두 번째 인증 수단 추가",
      lead: "이 포털은 비밀번호 외에 두 번째 인증 수단을 요구합니다. 추가할 계정:",
    },
    remember: "이 브라우저에서 30일 동안 다시 묻지 않기",
    rememberHint: "다른 사람이 사용하지 않는 기기에서만 선택하세요.",
    limitedHelp: "아래의 다른 방법은 지금도 사용할 수 있습니다.",
    otherWays: "다른 방법",
    another: "다른 사람으로 로그인",
    recoveryUsed: (left) =>
      left === 0
        ? "마지막 복구 코드를 사용했습니다. 보안 페이지에서 새로 만드세요."
        : `복구 코드를 사용했습니다. ${left}개 남았습니다.`,
    errors: {
      no_code: "앱에 표시된 숫자 6자리를 입력하세요.",
      wrong_code:
        "코드가 올바르지 않거나 이미 사용한 코드입니다. 가장 최근 코드를 입력하고, 휴대전화의 시계가 맞는지 확인하세요.",
      no_recovery_code: "복구 코드를 입력하세요.",
      wrong_recovery_code: "복구 코드가 올바르지 않거나 이미 사용한 코드입니다.",
    },
  },
  passkeyOffer: {
    title: "다음에는 패스키를 사용하시겠습니까?",
    lead: "얼굴, 지문 또는 화면 잠금으로 로그인할 수 있습니다. 패스키는 추측하거나 속여서 빼낼 수 없습니다.",
    later: "나중에",
    hint: "패스키는 언제든지 계정의 보안 페이지에서 만들 수 있습니다.",
    noScript: "패스키를 사용하려면 자바스크립트가 필요하지만, 이 사이트에서는 꺼져 있습니다.",
  },
  choose: {
    title: "계정 선택",
    signedOut: "로그아웃됨",
    another: "다른 계정 사용",
    remove: "제거",
    removeOf: (email) => `이 브라우저에서 ${email} 제거`,
    removeHint: "제거하면 이 브라우저에서 그 계정이 로그아웃됩니다. 계정 자체는 그대로 남습니다.",
    gone: "그 계정은 이제 이 브라우저에 없습니다. 다시 선택하세요.",
    expectsAnother: (app) =>
      `${josa(app, "이/가")} 아래에 없는 계정을 요청했습니다. 그 계정이 있다면 ‘다른 계정 사용’을 선택하세요.`,
  },
  ready: {
    title: (app) => `${josa(app, "으로/로")} 계속`,
    body: "더 확인할 것이 없습니다.",
    action: "계속",
  },
  signUp: {
    title: "계정 만들기",
    submit: "계정 만들기",
    haveOne: "이미 계정이 있다면",
    signIn: "로그인",
    closedTitle: "계정은 운영자가 만듭니다",
    closedBody: "이 포털을 운영하는 사람에게 계정을 요청하세요.",
    invitationTitle: "초대를 받아야 계정을 만들 수 있습니다",
    invitationBody: "이 포털을 운영하는 사람에게 초대를 요청하세요. 초대 메일에 링크가 들어 있습니다.",
    limitedHelp: "이미 계정이 있다면 로그인하세요. 로그인 횟수는 따로 셉니다.",
    domainsHint: (domains) => `다음 도메인의 이메일 주소가 필요합니다: ${domains}`,
  },
  invitation: {
    title: "초대를 받으셨습니다",
    lead: (portal) => `${portal} 계정을 만드세요. 메일의 링크로 이메일 주소는 이미 확인되었습니다.`,
    submit: "계정 만들기",
    hasAccount: "그사이에 이 주소로 계정이 만들어졌습니다. 그 계정으로 로그인하세요.",
    limitedHelp: "초대는 그대로 사용할 수 있습니다. 이미 계정이 있다면 로그인하세요.",
    overTitle: "이 초대는 사용할 수 없습니다",
    overBody:
      "이미 사용했거나, 취소되었거나, 다른 링크로 다시 보냈거나, 7일이 지난 초대입니다. 아직 계정이 없다면 이 포털을 운영하는 사람에게 다시 초대해 달라고 요청하세요.",
    signIn: "로그인",
  },
  verify: {
    title: "메일을 확인하세요",
    body: "",
    bodyEnd: " 주소로 8자리 코드를 보냈습니다. 코드는 10분 동안 사용할 수 있습니다.",
    label: "코드",
    submit: "확인",
    resendLead: "메일이 오지 않았다면",
    resend: "코드 다시 보내기",
    resendHint: "스팸함도 확인하세요. 30초 후에 다시 요청할 수 있습니다.",
    changeAddress: "다른 주소 사용",
    outbox: "이 포털은 아직 메일을 보내지 않습니다. 보낼 편지함에서 확인하세요.",
    errors: {
      bad_code: "메일에 있는 숫자 8자리를 입력하세요.",
      wrong: "코드가 올바르지 않습니다. 가장 최근에 받은 메일을 확인하세요.",
      over: "이미 사용했거나 너무 오래된 코드입니다. 코드를 다시 받으세요.",
      soon: "마지막 메일을 보낸 지 30초가 지나지 않았습니다. 잠시 후에 다시 요청하세요.",
    },
    resent: "코드를 다시 보냈습니다. 가장 최근 코드만 사용할 수 있습니다.",
    limitedHelp: "가장 최근 메일의 코드는 10분 동안 사용할 수 있습니다. 여기에 입력하세요.",
  },
  reset: {
    title: "비밀번호 재설정",
    lead: "계정의 이메일 주소를 입력하세요. 코드와 링크를 메일로 보냅니다.",
    submit: "메일 보내기",
    back: "로그인으로 돌아가기",
    confirmTitle: "새 비밀번호 정하기",
    forAccount: "계정:",
    newPassword: "새 비밀번호",
    confirmSubmit: "새 비밀번호 저장",
    consequence: "로그인되어 있는 모든 기기가 로그아웃됩니다. 앱에 허용한 권한은 그대로 남습니다.",
    overTitle: "더 이상 사용할 수 없는 링크입니다",
    overBody:
      "링크는 잠시 동안 한 번만 쓸 수 있습니다. 다른 포털에서 만든 링크일 수도 있습니다. 메일을 다시 요청하세요.",
    overAction: "메일 다시 요청",
  },
  mailedCode: {
    title: "메일로 받은 코드로 로그인",
    lead: "계정의 이메일 주소를 입력하세요. 한 번 로그인할 수 있는 코드를 메일로 보냅니다.",
    submit: "코드 보내기",
    checkTitle: "메일을 확인하세요",
    sent: "이 주소의 계정이 있다면 8자리 코드를 메일로 보냈습니다:",
    sentEnd: "코드는 10분 동안 사용할 수 있습니다.",
    sentHint:
      "스팸함도 확인하세요. 메일이 여러 통 왔다면 가장 최근 메일의 링크를 여세요. 어느 브라우저에서나 열 수 있습니다.",
    label: "코드",
    confirmSubmit: "로그인",
    limitedHelp: "이미 받은 메일의 링크는 어느 브라우저에서나 사용할 수 있습니다.",
    linkTitle: "로그인",
    linkLead: "메일의 링크를 열었습니다.",
    again: "메일 다시 요청",
    errors: {
      bad_code: "메일에 있는 숫자 8자리를 입력하세요.",
      wrong: "코드가 올바르지 않습니다. 가장 최근에 받은 메일을 확인하세요.",
      over: "이미 사용했거나 너무 오래된 코드 또는 링크입니다. 메일을 다시 요청하세요.",
    },
  },
  setUp: {
    title: "포털 설정",
    lead: "첫 번째 방문입니다. 이 포털을 관리할 계정을 만드세요.",
    submit: "관리자 계정 만들기",
    limitedHelp:
      "포털이 실행되는 컴퓨터에서는 ‘npm run portico -- user create --admin’ 명령으로 바로 만들 수 있습니다.",
    overTitle: "사용할 수 없는 설정 링크입니다",
    overBody:
      "설정 링크는 한 번만 사용할 수 있습니다. 이 포털에 이미 관리자가 있다면 로그인하세요. 없다면 포털을 다시 시작하고 가장 최근 링크를 사용하세요.",
    signIn: "로그인",
  },
  keepAccount: {
    title: "계정을 유지하시겠습니까?",
    until: (date) => `삭제를 요청한 계정입니다. ${formatDate(date)}에 다음 계정이 완전히 삭제됩니다.`,
    submit: "계정 유지",
    keptTitle: "계정을 유지합니다",
    keptBody: "계정은 그대로입니다. 로그인해서 사용하세요. 앱에도 다시 로그인해야 합니다.",
    leftTitle: "계정이 닫혔습니다",
    leftBody:
      "요청한 날부터 14일 후에 삭제됩니다. 그 전까지 계정을 되찾을 수 있는 링크를 메일로 보냈습니다. 그동안에는 아무도 로그인할 수 없습니다.",
    stayedTitle: "유지된 계정입니다",
    stayedBody: "이미 링크를 사용했거나, 포털을 운영하는 사람이 계정을 다시 열었습니다. 전처럼 로그인하세요.",
    deletedTitle: "삭제된 계정입니다",
    deletedBody: "계정을 유지할 수 있는 기간이 지났습니다. 삭제된 내용은 되돌릴 수 없습니다.",
    overTitle: "사용할 수 없는 링크입니다",
    overBody:
      "링크의 일부만 복사했거나 너무 오래된 링크일 수 있습니다. 로그인할 수 없다면 이 포털의 운영자에게 문의하세요.",
    signIn: "로그인",
  },
  undoEmail: {
    title: "이전 주소를 다시 사용하시겠습니까?",
    now: "이 계정의 이메일 주소가 변경되었습니다. 현재 주소는 다음과 같습니다.",
    before: "되돌리면 계정에서 이전 주소를 다시 사용합니다.",
    effect:
      "모든 기기에서 로그아웃합니다. 주소를 바꾼 사람이 다시 들어올 수 없도록, 그 뒤에 추가된 비밀번호, 패스키, 인증 앱, 복구 코드도 삭제합니다.",
    submit: "이전 주소로 되돌리기",
    undoneTitle: "이전 주소로 되돌렸습니다",
    undoneBody:
      "모든 기기에서 로그아웃했습니다. 직접 주소를 바꾸지 않았다면 누군가 비밀번호를 알고 있습니다. 지금 새 비밀번호를 정하세요.",
    newPassword: "새 비밀번호 정하기",
    overTitle: "사용할 수 없는 링크입니다",
    overBody:
      "링크는 주소를 변경한 후 7일 동안 한 번만 사용할 수 있으며, 이전 주소를 다른 계정에서 사용하면 되돌릴 수 없습니다. 로그인할 수 없다면 이 포털의 운영자에게 문의하세요.",
    signIn: "로그인",
  },
  consent: {
    title: (app) => `${app}의 계정 사용을 허용하시겠습니까?`,
    titleSignIn: (app) => `${app}에 로그인하시겠습니까?`,
    titleMore: (app, count) => `${josa(app, "이/가")} 권한 ${count}개를 더 요청합니다`,
    by: (publisher) => `게시자: ${publisher}`,
    verified: "확인된 게시자",
    verifiedHelp: (publisher) =>
      publisher === null
        ? "관리자가 이 게시자의 신원을 확인했습니다."
        : `관리자가 게시자 ${publisher}의 신원을 확인했습니다.`,
    unverified: "확인되지 않음",
    signedInAs: "로그인한 계정:",
    switchAccount: "다른 계정 사용",
    willBeAble: (app) => `허용하면 ${josa(app, "이/가")} 할 수 있는 일`,
    willKnow: (app) => `로그인하면 ${josa(app, "이/가")} 하는 일`,
    alreadyAllowed: (count) => `이미 허용한 권한 ${count}개`,
    optionalTitle: "선택한 경우에만",
    isNew: "새 권한",
    optional: "선택 사항",
    changes: "내 계정을 변경할 수 있음",
    sensitive: "민감함: 악용되면 되돌리기 어려운 피해를 줄 수 있음",
    grantedOn: (date) => `${formatDate(date)}에 허용했습니다`,
    away: {
      title: "자리를 비운 동안에도 접근 권한 유지",
      detail: (days) => {
        const most = days === 365 ? "최대 1년 동안" : `최대 ${days}일 동안`;
        const unused = days > 90 ? " 90일 동안 사용하지 않아도 끝납니다." : "";
        return `아래에서 선택한 기간만큼, ${most} 유지됩니다.${unused}`;
      },
    },
    lifetime: {
      label: "허용 기간",
      once: "이번 한 번만",
      days: (days) => `${formatNumber(days)}일`,
      until_removed: "내가 해제할 때까지",
      most: {
        client: (days, app) => `${josa(app, "은/는")} 최대 ${formatNumber(days)}일을 요청합니다.`,
        portal: (days) => `이 포털에서는 최대 ${formatNumber(days)}일까지 허용할 수 있습니다.`,
      },
      after: (app) => `기간이 지나면 ${josa(app, "이/가")} 허용을 다시 요청해야 합니다.`,
    },
    whileHere: "앱을 떠나면 곧 접근 권한이 끝납니다.",
    api: {
      title: (api) => `내 계정으로 ${api} 이용`,
      detail: "그곳에서 내가 누구인지 알릴 수 있습니다. 그 밖에 무엇을 할 수 있는지는 여기에 포함되지 않습니다.",
    },
    signInOnly: {
      openid: "다시 방문했을 때 나를 알아보기",
      profile: "이름과 프로필 보기",
      email: "이메일 주소 보기",
    },
    technical: "기술 정보",
    technicalScopes: "요청에 쓰인 권한 이름",
    technicalClient: "앱 ID",
    technicalUri: "전체 주소",
    technicalNone: "없음",
    destination: "이동할 주소",
    destinationApp: "이 기기에 있는 앱으로 이동합니다",
    destinationLoopback: "이 컴퓨터에 있는 프로그램으로 이동합니다",
    alsoWritten: (host) => `다른 표기: ${host}`,
    warnings: {
      unverified: "앱 이름은 누구나 지을 수 있습니다. 아래 주소를 확인하세요.",
      alphabets: "위장한 이름처럼 서로 다른 문자가 섞여 있습니다. 아래 주소를 확인하세요.",
      loopback: "이 컴퓨터에 있는 프로그램으로 이동합니다. 방금 직접 시작한 경우에만 계속하세요.",
      app: "이 기기에 있는 앱으로 이동하며, 다른 앱이 그 자리를 대신할 수 있습니다. 방금 직접 시작한 경우에만 계속하세요.",
    },
    typedTitle: "아무도 확인하지 않은 앱이 민감한 권한을 요청합니다",
    typedHost: (host) => `허용하려면 이동할 주소를 입력하세요: ${host}`,
    typedHostProblem: (host) => `${host} 주소를 그대로 입력하거나 취소를 선택하세요.`,
    cancel: "취소",
    allow: "허용",
    continueAs: (name) => (name ? `${name} 계정으로 계속` : "계속"),
    removeLead: "접근 권한은 언제든지",
    connectedApps: "연결된 앱",
    removeEnd: "에서 해제할 수 있습니다.",
    policy: "개인정보처리방침",
    terms: "이용약관",
    site: "웹사이트",
    linksOf: (app) => `${app} 링크`,
    report: "이 앱 신고",
    reportIntro: "무엇이 문제인지 이 포털을 운영하는 사람에게 알려 주세요. 앱에는 알리지 않습니다.",
    reportReason: "무엇이 문제입니까?",
    reportReasons: {
      pretends: "다른 앱이나 회사를 사칭합니다",
      unexpected: "내가 시작하지 않았는데 이곳으로 보냈습니다",
      too_much: "필요한 것보다 많은 권한을 요청합니다",
      other: "기타",
    },
    reportSend: "신고하기",
    reportLimitedHelp: "이전 신고는 접수되었습니다. 앱의 요청에는 지금도 답할 수 있습니다.",
    reported: "신고해 주셔서 감사합니다. 이 포털을 운영하는 사람에게 알렸습니다. 아래에서 계속 선택할 수 있습니다.",
    reportMail: {
      subject: (app, portal) => `${portal}: ‘${app}’ 신고가 접수되었습니다`,
      text: ({ app, clientId, reason, href }) =>
        `‘${app}’의 허용 요청을 받은 사용자가 이 앱을 신고했습니다.\n\n신고 사유: ${reason}\n클라이언트 ID: ${clientId}\n앱을 살펴보고, 신고가 맞다면 정지하세요: ${href}\n`,
    },
    wasExpired: "페이지를 연 지 오래되었습니다. 요청은 그대로 있으니, 다시 선택하세요.",
    noAnswer: "취소 또는 허용을 선택하세요.",
    pageChanged: "앱이 요청하는 권한이나 앱 정보가 방금 변경되었습니다. 다시 확인한 다음, 선택하세요.",
    answeredTitle: (app) => `${app}에 이미 응답했습니다`,
    answeredBody: "앱으로 돌아가세요. 앱에서 제대로 되지 않았다면 앱에서 다시 시작하세요.",
    answeredAction: (app) => `${josa(app, "으로/로")} 이동`,
    unknownTitle: "요청을 찾을 수 없습니다",
    unknownBody:
      "다른 브라우저에서 보낸 요청이거나 앱이 삭제되었습니다. 공유된 정보는 없습니다. 앱으로 돌아가 다시 시작하세요.",
  },
  logout: {
    title: (portal) => `${portal}에서 로그아웃하시겠습니까?`,
    body: "로그인한 앱에서는 로그인 상태가 유지될 수 있습니다.",
    backAfter: (app, host) => `로그아웃한 다음, ${josa(app, "으로/로")} 돌아갑니다. 주소: ${host}`,
    back: (app) => `${josa(app, "으로/로")} 돌아가기`,
    stay: "로그인 유지",
    submit: "로그아웃",
    doneTitle: "로그아웃했습니다",
    doneBody: "이 페이지를 닫아도 됩니다.",
    signIn: "다시 로그인",
    leavingTitle: "로그아웃하는 중입니다",
    leavingBody: "앱에 로그아웃을 알리고 있습니다. 잠시 기다려 주세요.",
    leavingAction: "계속",
  },
  error: {
    title: (app) => (app ? `${josa(app, "으로/로")} 돌려보낼 수 없습니다` : "요청을 계속 진행할 수 없습니다"),
    person: {
      app: "앱 설정에 문제가 있습니다. 공유된 정보는 없습니다.",
      expired: "요청이 너무 오래되었습니다. 공유된 정보는 없습니다.",
      suspended: "정지된 앱입니다. 공유된 정보는 없습니다.",
      portal: "앱이 아니라 이 포털에서 문제가 발생했습니다. 공유된 정보는 없습니다.",
      waiting: "같은 네트워크에서 요청이 너무 많이 들어왔습니다. 공유된 정보는 없습니다.",
    },
    next: {
      app: "앱으로 돌아가 다시 시도하세요. 같은 문제가 계속되면 앱을 만든 사람에게 알려 주세요.",
      expired: "앱으로 돌아가 다시 시작하세요.",
      suspended: "앱이 필요하다면 앱을 만든 사람에게 문의하세요.",
      portal: "잠시 후에 다시 시도하세요. 같은 문제가 계속되면 이 포털을 운영하는 사람에게 알려 주세요.",
      waiting: "몇 분 기다린 다음, 다시 시도하세요.",
    },
    home: "시작 페이지로 이동",
    wayBack: {
      title: (app) => `${app}의 요청을 처리할 수 없습니다`,
      lead: "앱이 다음 주소로 이동하려고 합니다",
      unchecked: "아무도 확인하지 않은 앱입니다. 아는 주소인 경우에만 계속하세요.",
      places: { loopback: "이 컴퓨터에 있는 프로그램", app: "이 기기에 있는 앱" },
      action: (place) => `${josa(place, "으로/로")} 계속`,
    },
    developer: (title) => `앱 개발자에게: ${title}`,
    details: "신고할 때 필요한 정보",
    code: "오류",
    description: "문제",
    requestId: "요청 ID",
    time: "시각",
    client: "클라이언트 ID",
    received: "받은 리다이렉트 URI",
    receivedNone: "없음",
    registered: "등록된 리다이렉트 URI",
    registeredNone: "이 클라이언트에는 리다이렉트 URI가 없습니다.",
    registeredHidden: "등록된 리다이렉트 URI와 비교하려면 이 클라이언트의 소유자로 로그인하세요.",
    signIn: "로그인",
    differsAt: (position) => `가장 비슷한 것과 ${position}번째 글자부터 다릅니다.`,
    foreignHost: (host) =>
      host === null
        ? "완전한 주소가 아닙니다. 다른 사람이 보낸 요청일 수 있습니다."
        : `앱의 주소 중에 ${host} 호스트로 가는 것이 없습니다. 모르는 주소라면 추가하지 마세요. 다른 사람이 보낸 요청일 수 있습니다.`,
    addUri: "이 URI를 앱에 추가",
  },
  handOff: {
    title: (app) => `${josa(app, "으로/로")} 돌아갈 수 있습니다`,
    action: (app) => `${app} 열기`,
    close: "그런 다음, 이 탭을 닫아도 됩니다.",
  },
  formPost: {
    title: (app) => `${josa(app, "으로/로")} 돌아가는 중입니다`,
    action: "계속",
  },
  messages: {
    backToForm: "뒤로",
    tryAgain: "다시 시도",
    openAgain: "페이지 다시 열기",
    stale: {
      title: "페이지를 연 지 오래되었습니다",
      message: "그사이 이 브라우저에서 변경된 것이 있습니다. 보낸 정보는 없습니다. 뒤로 이동하여 다시 선택하세요.",
    },
    otherAddress: (address) => ({
      title: `이 포털의 주소는 ${address}입니다`,
      message: "다른 주소로 열었습니다. 그 주소에서는 로그인할 수 없습니다. 보낸 정보는 없습니다.",
      open: `${address} 열기`,
    }),
    cookies: {
      title: "브라우저가 이 사이트의 쿠키를 저장하지 않습니다",
      message: "로그인하려면 쿠키가 필요합니다. 이 사이트의 쿠키를 허용한 다음, 뒤로 이동하여 다시 시도하세요.",
    },
    limited: {
      title: "시도 횟수가 너무 많습니다",
      message: commonWords.wait,
    },
    busy: {
      title: "지금 로그인하는 사람이 많습니다",
      message: (seconds) => `${commonWords.wait(seconds)} 변경된 내용은 없습니다.`,
    },
    unreadable: {
      title: "양식을 읽을 수 없습니다",
      message: "변경된 내용은 없습니다. 뒤로 이동하여 다시 시도하세요.",
    },
  },
  refusals: {
    400: {
      title: "주소가 완전하지 않습니다",
      message: "링크의 일부만 복사되었을 수 있습니다. 링크를 다시 열거나 시작 페이지에서 시작하세요.",
    },
    403: {
      title: "다른 사이트에서 보낸 양식입니다",
      message: "변경된 내용은 없습니다. 이 사이트에서 페이지를 열고 다시 시도하세요.",
    },
    404: {
      title: "페이지를 찾을 수 없습니다",
      message: "주소를 잘못 입력했거나, 페이지가 없어졌을 수 있습니다.",
    },
    405: {
      title: "이 주소에서 처리할 수 없는 요청입니다",
      message: "변경된 내용은 없습니다. 페이지를 열고 거기에서 시작하세요.",
    },
    408: {
      title: "시간이 너무 오래 걸렸습니다",
      message: "변경된 내용은 없습니다. 다시 시도하세요.",
    },
    409: {
      title: "페이지를 연 뒤에 포털이 업데이트되었습니다",
      message: "변경된 내용은 없습니다. 페이지를 다시 열고 거기에서 양식을 보내세요.",
    },
    413: {
      title: "보낸 내용이 너무 큽니다",
      message: "변경된 내용은 없습니다. 양식은 최대 1MB, 로고는 최대 256kB, 내 사진은 최대 5MB입니다.",
    },
    415: {
      title: "양식을 읽을 수 없습니다",
      message: "변경된 내용은 없습니다. 뒤로 이동하여 다시 시도하세요.",
    },
    429: {
      title: "한꺼번에 너무 많은 내용을 보내고 있습니다",
      message: "변경된 내용은 없습니다. 다른 양식과 파일이 모두 전송된 후에 다시 시도하세요.",
    },
    431: {
      title: "브라우저가 너무 많은 내용을 보냈습니다",
      message:
        "주소나 이 사이트의 쿠키가 너무 깁니다. 이 사이트의 쿠키를 지우거나, 이곳으로 보낸 앱에서 다시 시작하세요.",
    },
    503: {
      title: "한꺼번에 너무 많은 내용이 도착하고 있습니다",
      message: "변경된 내용은 없습니다. 몇 초 후에 다시 시도하세요.",
    },
  },
  outbox: {
    title: "보낼 편지함",
    lead: "이 포털에는 메일 서버가 없어(SMTP_URL이 설정되지 않음) 메일이 여기에 모입니다. 이 컴퓨터에서만 볼 수 있습니다.",
    empty: "아직 메일이 없습니다",
    emptyBody: "누군가 계정을 만들면 여기에 메일이 표시됩니다.",
    to: "받는 사람:",
    sent: "작성 시각",
  },
  home: {
    title: (portal) => `${portal}에 오신 것을 환영합니다`,
    lead: "하나의 계정으로 여러 앱을 이용하고, 각 앱이 할 수 있는 일을 직접 정하세요.",
    signIn: "로그인",
    signUp: "계정 만들기",
    account: { title: "내 계정", body: "앱이 내 계정으로 할 수 있는 일을 확인하고, 원하면 연결을 해제하세요." },
    console: { title: "개발자 콘솔", body: "앱에서 이 포털로 로그인하게 하거나, 사용자의 데이터 사용을 요청하세요." },
    admin: { title: "관리", body: "사용자와 그룹을 관리하고, 앱을 검토하고, 서명 키를 교체하세요." },
    support: { title: "관리", body: "사용자를 찾고, 다시 로그인할 수 있게 도와주세요." },
    outbox: { title: "보낼 편지함", body: "이 포털이 보내려던 메일입니다." },
    discovery: "프로그램용: 디스커버리 문서",
    hello: (name) => `${name} 님, 안녕하세요`,
  },
  mails: {
    factorChanged: {
      subject: (portal) => `${portal} 로그인 방법이 변경되었습니다`,
      what: {
        authenticatorAdded: "계정에 인증 앱이 추가되었습니다.",
        authenticatorRemoved: "계정에서 인증 앱이 삭제되었습니다.",
        passkeyAdded: "계정에 패스키가 추가되었습니다.",
        passkeyRemoved: "계정에서 패스키가 삭제되었습니다.",
        passwordRemoved: "계정의 비밀번호가 삭제되었습니다. 이제 패스키로 로그인합니다.",
        recoveryCodesMade: "계정의 복구 코드를 새로 만들었습니다. 이전 코드는 더 이상 사용할 수 없습니다.",
        removedByAdministrator:
          "관리자가 계정의 두 번째 인증 수단(인증 앱, 패스키, 복구 코드)을 모두 삭제하고 모든 기기에서 로그아웃시켰습니다. 보안 페이지에서 새로 추가하세요.",
        recoveryCodeUsed: "복구 코드로 계정에 로그인했습니다.",
      },
      text: ({ portalName, sentence, changedAt }) =>
        `${sentence}\n\n계정: ${portalName}\n시각: ${formatDateTime(changedAt)}\n\n직접 하지 않았다면 로그인하여 비밀번호를 변경하고 보안 페이지를 확인하세요.\n`,
    },
    support: (address) => `도움이 필요하면: ${address}`,
    invitation: ({ portalName, href, expiresAt }) => ({
      subject: `${portalName} 초대`,
      text: `${portalName} 계정을 만들도록 초대받으셨습니다. 다음 페이지를 여세요.\n${href}\n\n${formatDateTime(expiresAt)}까지 한 번 사용할 수 있습니다. 계정이 필요 없다면 아무것도 하지 않아도 됩니다. 계정은 만들어지지 않습니다.\n`,
    }),
    suspended: ({ portalName }) => ({
      subject: `${portalName} 계정이 정지되었습니다`,
      text: `관리자가 ${portalName} 계정을 정지했습니다. 모든 기기에서 로그아웃되었으며, 앱은 이 계정의 접근 권한을 잃었습니다. 삭제된 것은 없습니다.\n\n이유를 모른다면 ${portalName} 운영자에게 문의하세요.\n`,
    }),
    administratorAdded: ({ portalName, href }) => ({
      subject: `${portalName} 관리자가 되었습니다`,
      text: `이제 ${portalName}의 사용자, 앱, 키, 설정을 관리할 수 있습니다.\n\n${href}\n\n다른 사람이 이 계정에 들어오면 그 모든 것을 바꿀 수 있으니, 두 번째 인증 수단이 없다면 추가하세요. 예상하지 못한 일이라면 ${portalName} 운영자에게 알리세요.\n`,
    }),
    newAdministrator: ({ portalName, email, href }) => ({
      subject: `${portalName}에 관리자가 추가되었습니다`,
      text: `${email} 계정이 이제 ${portalName}의 관리자입니다.\n\n잘못된 일이라면 바로 관리자 권한을 해제하세요.\n${href}\n`,
    }),
    signUpCode: ({ portalName, code }) => ({
      subject: `${portalName} 확인 코드: ${code}`,
      text: `확인 코드는 ${code}입니다.\n\n${portalName} 계정을 만드는 페이지에 입력하세요. 10분 동안 사용할 수 있습니다.\n\n계정을 요청하지 않았다면 아무것도 하지 않아도 됩니다. 이 코드 없이는 계정이 만들어지지 않습니다. ${portalName}에서는 절대로 이 코드를 묻지 않습니다.\n`,
    }),
    reset: ({ portalName, code, href }) => ({
      subject: `${portalName} 새 비밀번호 코드: ${code}`,
      text: `${portalName} 계정의 새 비밀번호를 정해 달라는 요청을 받았습니다.\n\n코드: ${code}\n\n요청한 페이지에 코드를 입력하세요. 또는 아무 브라우저에서나 다음 페이지를 여세요.\n${href}\n\n코드와 링크는 10분 동안 한 번만 쓸 수 있습니다. 직접 요청하지 않았다면 아무것도 하지 마세요. 비밀번호는 그대로입니다. ${portalName}에서는 누구도 이 코드를 묻지 않습니다.\n`,
    }),
    leaving: ({ portalName, href, deleteAt }) => ({
      subject: `${portalName} 계정이 삭제될 예정입니다`,
      text: `${portalName} 계정 삭제를 요청하셨습니다. 계정은 지금 닫혔으며 ${formatDate(deleteAt)}에 완전히 삭제됩니다.\n\n계정을 유지하려면 그 전에 다음 페이지를 여세요.\n${href}\n\n직접 요청하지 않았다면 이 페이지를 연 다음 비밀번호를 변경하세요.\n`,
    }),
    left: (portalName) => ({
      subject: `${portalName} 계정이 삭제되었습니다`,
      text: `요청하신 대로 ${portalName} 계정과 계정에 있던 정보를 삭제했습니다. 앱이 복사한 데이터는 해당 앱에 남아 있습니다.\n`,
    }),
    newEmail: ({ portalName, code, href }) => ({
      subject: `${portalName} 새 이메일 주소 코드: ${code}`,
      text: `${portalName} 계정에 이 주소를 사용하겠다는 요청을 받았습니다.\n\n코드: ${code}\n\n요청한 페이지에 코드를 입력하세요. 또는 로그인한 브라우저에서 다음 페이지를 여세요.\n${href}\n\n코드와 링크는 10분 동안 한 번만 쓸 수 있습니다. 직접 요청하지 않았다면 아무것도 하지 마세요. 코드 없이는 아무것도 바뀌지 않습니다. ${portalName}에서는 누구도 이 코드를 묻지 않습니다.\n`,
    }),
    emailTaken: (portalName) => ({
      subject: `다른 ${portalName} 계정에 이 주소를 사용하려는 시도가 있었습니다`,
      text: `다른 ${portalName} 계정에 이 주소를 사용하려는 시도가 있었습니다. 이 주소는 이미 내 계정에서 사용하고 있으므로 아무것도 바뀌지 않았습니다.\n\n직접 하셨다면 이 주소로 로그인하세요. 직접 하지 않았다면 아무것도 하지 않아도 됩니다.\n`,
    }),
    emailChanged: ({ portalName, to, href, changedAt, undoUntil }) => ({
      subject: `${portalName} 계정의 이메일 주소가 변경되었습니다`,
      text: `${formatDateTime(changedAt)}에 ${portalName} 계정의 이메일 주소가 다음으로 변경되었습니다.\n\n${to}\n\n이 계정에는 더 이상 지금 주소를 사용할 수 없습니다.\n\n직접 변경했다면 아무것도 하지 않아도 됩니다. 직접 변경하지 않았다면 다음 페이지를 열어 이 주소로 되돌리세요.\n${href}\n\n링크는 ${formatDateTime(undoUntil)}까지 한 번만 쓸 수 있으며, 되돌리면 모든 기기에서 로그아웃합니다. 그다음 새 비밀번호를 정하세요.\n`,
    }),
    signInCode: ({ portalName, code, href }) => ({
      subject: `${portalName} 로그인 코드: ${code}`,
      text: `코드: ${code}\n\n요청한 페이지에 코드를 입력하세요. 또는 아무 브라우저에서나 다음 페이지를 여세요.\n${href}\n\n코드와 링크는 10분 동안 한 번만 쓸 수 있습니다. 직접 요청하지 않았다면 아무것도 하지 마세요. 이 코드 없이는 누구도 로그인할 수 없습니다. ${portalName}에서는 누구도 이 코드를 묻지 않습니다.\n`,
    }),
    wrongPasswords: ({ portalName, href }) => ({
      subject: `누군가 ${portalName} 계정의 비밀번호를 알아내려 하고 있습니다`,
      text: `${portalName} 계정에 잘못된 비밀번호가 너무 많이 입력되었습니다. 로그인한 사람은 없습니다.\n\n잘못된 비밀번호가 입력된 브라우저와 전에 로그인한 적이 없는 브라우저에서는 한동안 비밀번호로 로그인할 수 없습니다. 그런 브라우저에서는 메일로 받은 코드로 로그인하세요.\n${href}\n\n다른 브라우저에서는 평소처럼 로그인할 수 있습니다.\n\n오래된 비밀번호이거나 다른 곳에서도 쓰는 비밀번호라면 변경하세요. 그렇지 않다면 아무것도 하지 않아도 됩니다.\n`,
    }),
    newBrowser: ({ portalName, browser, address, href }, at) => ({
      subject: `${portalName} 계정에 새로운 로그인이 있습니다`,
      text: `전에 로그인한 적이 없는 브라우저에서 ${portalName} 계정이 사용되었습니다.\n\n${browser}\n${formatDateTime(at)}\n주소: ${address}\n\n본인이라면 아무것도 하지 않아도 됩니다. 본인이 아니라면 그 기기를 로그아웃하고 비밀번호를 변경하세요.\n${href}\n`,
    }),
    newAccess: ({ portalName, app, permissions, href }) => ({
      subject: `${josa(`‘${app}’`, "이/가")} ${portalName} 계정의 내용을 바꿀 수 있습니다`,
      text: `‘${app}’에 ${portalName} 계정 사용을 허용했습니다. 앞으로 이 앱은 다음을 할 수 있습니다.\n\n${permissions}\n\n본인이라면 아무것도 하지 않아도 됩니다. 다음 페이지에서 언제든지 권한을 거둘 수 있습니다.\n${href}\n`,
    }),
    accountExists: ({ portalName, signInUrl }) => ({
      subject: `이미 ${portalName} 계정이 있습니다`,
      text: `이 주소로 ${portalName} 계정을 만들려는 시도가 있었습니다. 아마 직접 하셨을 것입니다. 이 주소에는 이미 계정이 있습니다.\n\n로그인: ${signInUrl}\n\n직접 하지 않았다면 아무것도 하지 않아도 됩니다. 계정은 그대로입니다.\n`,
    }),
  },
};
