import type { quickstartWords as english } from "../en/console-quickstart";
import { josa } from "./josa";

/** The guides that bring an app to its first sign-in. */
export const quickstartWords: typeof english = {
  intro: "빈 폴더에서 첫 로그인까지, 이 앱의 값으로 안내합니다.",
  guideIntro: "사용자를 로그인시키는 작은 프로그램입니다. 포털의 상호 운용성 테스트가 이 파일들을 그대로 실행합니다.",
  choose: "라이브러리 선택",
  none: "이 유형의 앱을 위한 안내는 아직 없습니다",
  noneHint: "어떤 OAuth 라이브러리든 앱의 주소와 클라이언트 ID로 사용할 수 있습니다.",
  toOverview: "개요에서 보기",
  redirectUri: "1. 리다이렉트 URI",
  redirectUriKnown: "프로그램은 이 주소로 돌아옵니다. 앱에 이미 등록되어 있습니다:",
  redirectUriMissing: "프로그램은 이 주소로 돌아옵니다. 앱에 아직 등록되어 있지 않습니다:",
  addUri: "추가하기",
  missingScopes: (scopes) => `프로그램이 ${josa(scopes, "을/를")} 요청하지만 이 앱에는 허용되어 있지 않습니다.`,
  toScopes: "스코프 선택하기",
  settings: "라이브러리에 필요한 앱 설정",
  files: "2. 파일",
  filesHint: "빈 폴더에 다음 파일을 만듭니다.",
  install: "3. 설치",
  commands: { install: "설치 명령", random: "추가 명령", start: "시작 명령" },
  variables: "4. 변수",
  secretHint: "클라이언트 시크릿은 .env에만 붙여 넣으세요. 시크릿은 한 번만 표시됩니다. 잃어버렸다면 새로 만드세요.",
  toCredentials: "자격 증명 열기",
  randomHint: "프로그램이 자체 세션을 보호하는 데 쓰는 임의의 값을 추가합니다:",
  start: "5. 시작",
  openApp: "그런 다음 여기를 엽니다:",
  check: "6. 확인",
  waiting: "첫 로그인을 기다리고 있습니다. 이 페이지가 자동으로 다시 확인합니다.",
  signedIn: "로그인한 사람이 있습니다:",
  checkNow: "지금 확인",
  toEvents: "작동하지 않으면 거부된 요청과 이유를 확인하세요",
  prompt: "코딩 도우미용",
  promptHint: "안내 전체를 도우미에 붙여 넣을 수 있는 하나의 글로 모았습니다. 시크릿은 들어 있지 않습니다.",
  promptShow: "글 보기",
  promptText: (framework, redirectUri) =>
    `${josa(framework, "으로/로")} 만든 내 앱에 OpenID Connect 로그인을 추가해 주세요. 리다이렉트 URI는 ${redirectUri}입니다. 발급자, 클라이언트 ID, 클라이언트 시크릿은 코드가 아니라 환경 변수에서 읽어야 합니다. 요청하는 스코프를 바꾸기 전에는 나에게 물어보세요. 다음 프로그램은 작동합니다. 라이브러리를 부르는 방식을 그대로 따라 주세요:`,
};
