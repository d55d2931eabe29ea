import type { Words } from "../en/words";
import { words as english } from "../en/words";
import { formatNumber } from "./formats";

/** Settings of an app that the protocol distinguishes, and what the console says about how it signs people in. */
export const protocolSettingsWords: Words["console"]["settings"]["protocol"] = {
  save: "저장",
  saved: "설정을 저장했습니다. 지금부터 적용됩니다.",
  savedNeedsSecret: "설정을 저장했습니다. 이제 앱에 시크릿이 필요합니다. 자격 증명에서 만드세요.",
  savedNeedsReadableSecret:
    "설정을 저장했습니다. 자격 증명에서 시크릿을 새로 만드세요. 지금 있는 시크릿으로는 서명을 검증할 수 없습니다.",
  signIn: {
    title: "로그인",
    intro: "앱이 요청할 수 있는 것과 요청에 반드시 들어 있어야 하는 것입니다.",
    requirePkce: "PKCE 필수(require_pkce)",
    requirePkceHint:
      "code challenge가 없는 로그인을 모두 거부합니다. 필수가 아니면 앱이 보낼 때만 PKCE를 적용합니다. 따로 설정하지 않으면 보내지 않는 라이브러리가 많습니다.",
    requirePkcePublic: "PKCE가 필수입니다. 이 앱에는 시크릿이 없어, 인가 코드를 앱에 묶어 둘 다른 수단이 없습니다.",
    requirePkceAll: "PKCE가 필수입니다. 이 포털은 모든 앱에 PKCE를 요구합니다.",
    suggestPkce: (signIns) =>
      `지난 7일 동안의 로그인 ${formatNumber(signIns)}건이 모두 PKCE를 사용했습니다. 필수로 설정하면 아무도 PKCE를 뺄 수 없습니다.`,
    grantTypes: "그랜트 유형(grant_types)",
    grantTypeHints: {
      authorization_code: "사용자가 로그인하고, 앱이 인가 코드를 토큰으로 교환합니다.",
      refresh_token: "앱이 리프레시 토큰으로 로그인 상태를 유지합니다.",
      client_credentials: "앱이 사용자 없이 스스로 작동합니다. 시크릿이나 키가 필요합니다.",
      implicit: "토큰이 브라우저를 거쳐 전달됩니다. 오래된 앱에만 사용하세요.",
      "urn:ietf:params:oauth:grant-type:device_code": "이 포털에서는 아직 사용할 수 없습니다.",
    },
    responseTypes: "응답 유형(response_types)",
    responseTypesHint: "선택하면 필요한 그랜트 유형도 추가됩니다.",
    requireSecondFactor: "두 번째 인증 수단 필수(require_second_factor)",
    requireSecondFactorHint:
      "사용자는 패스키로 로그인하거나, 비밀번호와 함께 인증 앱의 코드를 입력합니다. 다시 묻지 않도록 설정한 브라우저에서도 마찬가지입니다. 둘 다 없는 사용자는 로그인하는 도중에 추가합니다. 끄면 포털의 설정을 따릅니다.",
    defaultMaxAge: "로그인 후 최대 경과 시간(default_max_age)",
    defaultMaxAgeHint:
      "초 단위입니다. 로그인한 지 이보다 오래된 사용자는 다시 로그인합니다. 비워 두면 제한이 없습니다. 요청에 max_age가 있으면 그 값을 먼저 적용합니다.",
    maxConsentDays: "사용자가 허용할 수 있는 최대 일수(max_consent_days)",
    maxConsentDaysHint:
      "이 기간이 지나면 앱이 사용자에게 다시 묻습니다. 이미 허용한 권한에도 적용됩니다. 비워 두면 사용자가 앱을 해제할 때까지 유지됩니다. 포털이 더 짧게 정할 수 있습니다.",
    grantManagement: "그랜트 관리(grant_management)",
    grantManagementHint:
      "앱이 사용자가 허용한 내용의 grant_id를 받아 조회하고, 바꾸고, 반납할 수 있습니다. 조회와 반납에는 client_credentials로 받은 앱 자신의 토큰이 필요하며, 공개 앱은 이 토큰을 받을 수 없습니다. 사용자마다 앱에 대한 그랜트는 하나입니다.",
    grantManagementChoices: {
      off: "끔",
      optional: "켬: 요청에서 그랜트를 어떻게 할지 알릴 수 있음",
      required: "필수: 요청마다 그랜트를 어떻게 할지 알림",
    },
    requireAuthTime: "앱이 auth_time에 의존함(require_auth_time)",
    requireAuthTimeHint: "이 포털의 모든 ID 토큰에 들어 있습니다.",
    defaultAcrValues: "요구하는 로그인 수준(default_acr_values)",
    defaultAcrValuesHint: "한 줄에 하나씩 입력하세요. 요청에 acr_values가 없을 때 적용합니다.",
  },
  authentication: {
    title: "앱이 신원을 증명하는 방법",
    intro: "토큰 엔드포인트를 비롯해 앱이 인증하는 모든 곳에 적용됩니다.",
    method: "클라이언트 인증(token_endpoint_auth_method)",
    methodHint:
      "라이브러리마다 방식이 다르므로, 어느 쪽을 선택하든 Authorization 헤더와 요청 본문의 시크릿을 모두 받습니다.",
    only: "이 방식만 허용(require_registered_auth_method)",
    onlyHint: "다른 방식으로 온 시크릿을 거부합니다.",
    signingAlg: "앱이 보내는 JWT의 서명(token_endpoint_auth_signing_alg)",
    anyAlg: "인증 방식에 맞는 모든 알고리즘",
    jwksUri: "공개 키의 주소(jwks_uri)",
    jwksUriHint: "https 주소입니다. private_key_jwt와 서명된 요청에 씁니다. 이 항목과 다음 항목 중 하나만 입력하세요.",
    jwks: "공개 키(jwks)",
    jwksHint: '{"keys": […]}와 같은 JWK Set입니다. 개인 키 부분은 넣지 마세요.',
  },
  tokens: {
    title: "토큰",
    intro: "앱이 받는 것과 그 서명입니다.",
    idTokenClaims: "이름과 이메일을 ID 토큰에도 담기(id_token_claims)",
    idTokenClaimsHint:
      "profile, email, address, phone, groups 스코프와 이 포털이 직접 정의한 클레임의 스코프로 허용된 정보를 userinfo뿐 아니라 ID 토큰에도 담습니다. userinfo를 전혀 부르지 않는 라이브러리가 많습니다.",
    idTokenAlg: "ID 토큰의 서명(id_token_signed_response_alg)",
    userinfoAlg: "userinfo의 서명(userinfo_signed_response_alg)",
    userinfoPlain: "없음: 일반 JSON",
    requestObjectAlg: "앱이 보내는 요청의 서명(request_object_signing_alg)",
    requestObjectAny: "HS256을 제외한 모든 알고리즘. 서명하지 않아도 됩니다",
    requestUris: "서명된 요청의 주소(request_uris)",
    requestUrisHint: "512자 이내의 https 주소를 한 줄에 하나씩 입력하세요.",
    subjectType: "주체 유형(subject_type)",
    subjectPublic: "public: 사용자의 sub가 다른 앱에서와 같습니다.",
    subjectPairwise: (sector) => `pairwise: 사용자마다 ${sector} 전용 sub가 있으며, 다른 앱은 알 수 없습니다.`,
    subjectFixed:
      "앱을 등록할 때 정해집니다. 나중에 바꾸면 모든 사용자가 다른 사람이 됩니다. 다른 유형을 쓰려면 API로 앱을 하나 더 등록하세요.",
  },
  weak: {
    title: (signIns) => `지난 7일 동안 로그인 ${formatNumber(signIns)}건이 PKCE도 nonce도 사용하지 않았습니다`,
    body: "인가 코드를 손에 넣은 사람이 자신의 브라우저에서 쓸 수도 있습니다. 이런 로그인도 작동하지만, 라이브러리에서 PKCE를 켜세요.",
    howTo: "켜는 방법",
    afterwards: "여기에서 바꿀 것은 없습니다. 앱이 보내면 바로 PKCE를 적용합니다.",
    settings: "설정 열기",
  },
  // Names of libraries and their code are the same in every language.
  libraries: english.console.settings.protocol.libraries,
};

/** What choosing a framework sets when an app is registered. */
export const frameworkPresetWords: Words["console"]["register"]["preset"] = {
  title: (framework) => `${framework}에 맞춘 설정`,
  idTokenClaims: "대부분의 라이브러리는 ID 토큰만 읽으므로, 이름과 이메일을 ID 토큰에도 담습니다.",
  pkce: "PKCE가 필수는 아닙니다. 라이브러리가 보내면 적용합니다. 언제 필수로 바꿀 수 있는지는 설정에서 알려 드립니다.",
  client_secret_post: "이 라이브러리에 맞추어, 시크릿을 요청 본문으로 받도록 등록합니다.",
  client_secret_basic: "시크릿을 Authorization 헤더로 받도록 등록합니다. 요청 본문도 받습니다.",
  postLogout: "로그아웃한 사용자는 앱의 출처로 돌아갈 수 있습니다. 이 주소를 로그아웃 후 리다이렉트 URI로 등록합니다.",
  idToken: "이 라이브러리는 따로 설정하지 않으면 id_token을 요청하므로, code와 함께 id_token도 등록합니다.",
  codeOnly:
    '이 라이브러리는 따로 설정하지 않으면 이 포털에 없는 id_token을 요청합니다. authorizationParams: { response_type: "code" }로 설정하세요.',
  anyPort: "루프백 주소의 모든 포트를 받습니다.",
  change: "설정에서 변경",
};
