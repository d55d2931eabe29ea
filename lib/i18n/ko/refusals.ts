import type { RefusalCause } from "../../oauth/refusal-causes";
import type { CauseWords } from "../en/refusals";
import type { Words } from "../en/words";

/** What an app's developers read about a refused request: one entry for each cause that the protocol knows. */
export const refusalWords: Readonly<Record<RefusalCause, CauseWords>> = {
  // the request as such
  parameter_missing: {
    title: "파라미터가 없습니다",
    why: "필요한 파라미터가 요청에 없습니다.",
    fix: "아래에 나온 파라미터를 보내세요.",
  },
  parameter_repeated: {
    title: "파라미터를 두 번 보냈습니다",
    why: "resource를 제외한 파라미터는 요청에 한 번만 쓸 수 있습니다(RFC 6749 §3.1).",
    fix: "아래에 나온 파라미터를 한 번만 보내세요. 주소와 코드 양쪽에서 설정하는 경우가 많습니다.",
  },
  parameter_encoding: {
    title: "파라미터가 UTF-8이 아닙니다",
    why: "파라미터가 form 방식으로 인코딩된 UTF-8이 아니거나 NUL 문자가 들어 있습니다.",
    fix: "URLSearchParams나 사용하는 언어의 비슷한 라이브러리로 파라미터를 인코딩하세요.",
  },
  body_type: {
    title: "본문의 미디어 타입이 잘못되었습니다",
    why: "토큰 요청은 form, 등록 요청은 JSON이어야 합니다.",
    fix: "Content-Type: application/x-www-form-urlencoded(등록은 application/json)와 그 형식의 본문을 보내세요.",
  },
  body_malformed: {
    title: "본문이 JSON 객체가 아닙니다",
    why: "본문을 하나의 JSON 객체로 읽을 수 없습니다.",
    fix: "최상위가 객체인 올바른 JSON을 보내세요.",
  },
  body_too_large: {
    title: "본문이 너무 큽니다",
    why: "요청은 최대 64kB입니다.",
    fix: "프로토콜에 있는 파라미터만 보내세요.",
  },
  list_too_long: {
    title: "요청에 담긴 것이 너무 많습니다",
    why: "요청의 파라미터는 200개, 목록의 단어는 200개, resource는 20회까지입니다. claims와 등록에도 제한이 있습니다. 어느 제한을 넘었는지는 아래 메시지에 있습니다.",
    fix: "앱에 필요한 것만 요청하세요. 요청을 만드는 코드의 반복문이 같은 값을 계속 더하는 경우가 많습니다.",
  },
  method_not_allowed: {
    title: "HTTP 메서드가 잘못되었습니다",
    why: "이 엔드포인트가 받지 않는 메서드입니다.",
    fix: "아래 메시지에 나온 메서드를 사용하세요.",
  },
  not_navigation: {
    title: "인가 요청이 페이지 이동이 아닙니다",
    why: "스크립트나 프리페치가 인가 엔드포인트에 요청했습니다. 사용자의 브라우저 창만 요청할 수 있습니다.",
    fix: "리다이렉트나 링크로 브라우저를 보내고, 프레임워크가 그 링크를 프리페치하지 않게 하세요.",
  },
  too_many_requests: {
    title: "요청이 너무 많습니다",
    why: "한 주소에서 요청을 너무 많이 보내 기다려야 합니다.",
    fix: "Retry-After에 나온 초만큼 기다리고, 거부된 요청을 반복하지 마세요.",
  },
  server_error: {
    title: "포털에서 오류가 발생했습니다",
    why: "앱이 아니라 포털에서 문제가 발생했습니다.",
    fix: "다시 시도하세요. 같은 문제가 계속되면 운영자에게 요청 ID를 알려 주세요.",
  },

  // who the client is
  client_unknown: {
    title: "알 수 없는 client_id입니다",
    why: "이 client_id를 쓰는 앱이 없습니다.",
    fix: "앱 페이지에서 client_id를 복사하세요.",
  },
  client_suspended: {
    title: "정지된 앱입니다",
    why: "정지된 앱의 요청에는 응답하지 않습니다.",
    fix: "앱 설정에서 정지를 해제하거나 운영자에게 문의하세요.",
  },
  credentials_missing: {
    title: "클라이언트 자격 증명이 없습니다",
    why: "어느 클라이언트가 보냈는지 요청에 나와 있지 않습니다.",
    fix: "등록된 방식으로 client_id와 시크릿을 보내세요. 공개 클라이언트는 본문에 client_id를 보내세요.",
  },
  credentials_malformed: {
    title: "Authorization 헤더의 형식이 잘못되었습니다",
    why: "‘Basic’으로 시작하지 않거나, 그 뒤가 각각 form 인코딩한 client_id:client_secret의 base64가 아닙니다.",
    fix: "두 부분을 각각 인코딩하고 콜론으로 이은 다음, base64로 인코딩하세요(RFC 6749 §2.3.1).",
  },
  credentials_twice: {
    title: "클라이언트 인증 방식이 두 가지입니다",
    why: "요청의 여러 곳에 자격 증명이 있습니다.",
    fix: "Authorization 헤더, 본문, client_assertion 중 하나만 사용하세요.",
  },
  client_id_differs: {
    title: "client_id가 서로 다릅니다",
    why: "본문의 client_id가 Authorization 헤더나 어설션의 client_id와 다릅니다.",
    fix: "본문에서 client_id를 빼거나 같은 값을 보내세요.",
  },
  auth_method_differs: {
    title: "클라이언트 인증 방식이 다릅니다",
    why: "등록된 것과 다른 방식으로 자격 증명을 보냈습니다.",
    fix: "등록된 방식으로 보내거나, 라이브러리가 쓰는 방식을 등록하세요. 두 방식은 아래에 있습니다.",
  },
  secret_wrong: {
    title: "클라이언트 시크릿이 올바르지 않습니다",
    why: "이 앱의 시크릿이 아닙니다. 잘못 입력했거나, 다른 앱의 것이거나, 폐기된 것입니다.",
    fix: "마지막 네 글자를 자격 증명 페이지와 비교하거나, 그곳에서 시크릿을 새로 만드세요.",
  },
  secret_expired: {
    title: "클라이언트 시크릿이 만료되었습니다",
    why: "시크릿은 맞지만 유효 기간이 지났습니다.",
    fix: "자격 증명 페이지에서 시크릿을 새로 만들어 앱에 넣으세요.",
  },
  assertion_type_missing: {
    title: "client_assertion_type이 없습니다",
    why: "client_assertion과 그 유형은 함께 보내야 하는데, 하나가 없거나 잘못되었습니다.",
    fix: "어설션과 함께 client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer를 보내세요.",
  },
  assertion_malformed: {
    title: "client_assertion이 JWT가 아닙니다",
    why: "sub에 클라이언트를 명시한 JWT로 읽을 수 없습니다.",
    fix: "iss와 sub가 client_id인 서명된 JWT를 보내세요.",
  },
  assertion_refused: {
    title: "client_assertion이 거부되었습니다",
    why: "어설션의 서명, 시각 또는 대상이 올바르지 않습니다. 무엇이 문제인지는 아래 메시지에 있습니다.",
    fix: "요청마다 등록된 키로 새로 서명하세요. aud는 이 포털, exp는 1분 뒤로 하세요.",
  },
  public_client: {
    title: "공개 클라이언트는 할 수 없습니다",
    why: "신원을 증명하는 클라이언트를 위한 요청인데, 이 앱에는 시크릿도 키도 없습니다.",
    fix: "시크릿이 있는 앱을 사용하세요.",
  },

  // the authorization request
  redirect_uri_missing: {
    title: "redirect_uri가 없습니다",
    why: "요청에 주소가 없는데, 앱에 등록된 주소가 없거나 여러 개이거나, openid를 요청했습니다.",
    fix: "모든 인가 요청에 redirect_uri를 보내세요.",
  },
  redirect_uri_unregistered: {
    title: "등록되지 않은 redirect_uri입니다",
    why: "요청한 주소가 앱의 목록에 없습니다. 글자 하나까지 정확히 일치해야 합니다.",
    fix: "자신의 주소라면 목록에 추가하고, 아니면 앱에서 고치세요. 모르는 주소라면 다른 사람이 시도한 것입니다.",
  },
  response_type_unsupported: {
    title: "지원하지 않는 응답 유형입니다",
    why: "이 포털은 요청한 response_type으로 응답하지 않습니다.",
    fix: "response_type=code를 PKCE와 함께 사용하세요.",
  },
  response_type_unregistered: {
    title: "등록되지 않은 응답 유형입니다",
    why: "앱에 이 response_type이나 그에 필요한 그랜트가 등록되어 있지 않습니다.",
    fix: "등록된 response_type을 요청하세요. 두 값은 아래에 있습니다.",
  },
  response_mode_unsupported: {
    title: "지원하지 않는 응답 모드입니다",
    why: "이 포털은 요청한 response_mode로 응답하지 않습니다.",
    fix: "아래 메시지에 나온 값을 쓰거나 response_mode를 빼세요.",
  },
  response_mode_exposes_tokens: {
    title: "토큰을 쿼리에 담아 보낼 수 없습니다",
    why: "response_mode=query를 쓰면 토큰이 방문 기록과 로그에 남습니다.",
    fix: "response_type=code 또는 response_mode=form_post를 사용하세요.",
  },
  registration_parameter: {
    title: "registration 파라미터는 지원하지 않습니다",
    why: "클라이언트는 요청할 때가 아니라 그전에 등록해야 합니다.",
    fix: "registration을 빼세요.",
  },
  openid_missing: {
    title: "scope에 openid가 없습니다",
    why: "ID 토큰은 openid 스코프가 있는 요청에만 발급합니다.",
    fix: "scope에 openid를 추가하세요.",
  },
  nonce_missing: {
    title: "nonce가 없습니다",
    why: "ID 토큰이 브라우저를 거쳐 전달되는 요청에는 nonce가 필요합니다.",
    fix: "무작위 nonce를 보내고 ID 토큰의 nonce와 비교하세요.",
  },
  scope_not_allowed: {
    title: "허용되지 않은 스코프입니다",
    why: "없는 스코프이거나 앱의 목록에 없는 스코프를 요청했습니다.",
    fix: "스코프 페이지에서 추가하거나 요청에서 빼세요. 두 목록은 아래에 있습니다.",
  },
  resource_unknown: {
    title: "알 수 없는 resource입니다",
    why: "이 식별자를 쓰는 API가 없습니다.",
    fix: "등록된 그대로의 API 식별자를 보내거나 resource를 빼세요.",
  },
  resource_not_allowed: {
    title: "이 앱이 쓸 수 없는 resource입니다",
    why: "API의 정책에 따라 이 앱은 요청할 수 없습니다. 그 API의 스코프가 없거나, 확인되지 않았거나, 목록에 없습니다.",
    fix: "스코프 페이지에서 그 API의 스코프를 추가하거나, 포털 운영자에게 문의하세요.",
  },
  code_challenge_missing: {
    title: "code_challenge가 없습니다",
    why: "이 앱은 PKCE가 필수이므로 요청에 code_challenge가 있어야 합니다.",
    fix: "code_challenge와 code_challenge_method=S256을 추가하세요. 모든 OAuth 라이브러리에 켜는 설정이 있습니다.",
  },
  code_challenge_malformed: {
    title: "code_challenge의 형식이 잘못되었습니다",
    why: "verifier의 SHA-256은 항상 43자의 base64url인데, 그렇지 않습니다.",
    fix: "BASE64URL(SHA256(code_verifier))을 패딩 없이 보내세요. verifier 자체를 보내는 실수가 흔합니다.",
  },
  code_challenge_method: {
    title: "code_challenge_method가 S256이 아닙니다",
    why: "S256만 받습니다. 이 파라미터가 없으면 plain으로 봅니다.",
    fix: "code_challenge_method=S256을 설정하세요.",
  },
  prompt_unknown: {
    title: "prompt에 알 수 없는 값이 있습니다",
    why: "prompt에는 none, login, consent, select_account를 쓸 수 있습니다.",
    fix: "이 중 하나를 쓰거나 prompt를 빼세요.",
  },
  prompt_none_not_alone: {
    title: "prompt=none을 다른 값과 함께 보냈습니다",
    why: "prompt=none은 어떤 페이지도 표시하지 말라는 뜻인데, 다른 값은 모두 페이지를 요구합니다.",
    fix: "none만 보내세요.",
  },
  max_age_malformed: {
    title: "max_age가 숫자가 아닙니다",
    why: "max_age는 초 단위의 숫자입니다.",
    fix: "숫자만 보내거나 max_age를 빼세요.",
  },
  claims_malformed: {
    title: "claims의 형식이 잘못되었습니다",
    why: "claims가 OpenID Connect Core §5.5에 나온 JSON 객체가 아닙니다.",
    fix: "userinfo나 id_token이 있고, 각각 클레임의 객체인 객체를 보내세요.",
  },
  request_expired: {
    title: "요청이 만료되었습니다",
    why: "POST로 보낸 긴 요청은 10분 동안 보관하는데, 그 뒤에 열었습니다.",
    fix: "앱에서 로그인을 다시 시작하세요.",
  },
  request_object_twice: {
    title: "request와 request_uri를 함께 보냈습니다",
    why: "요청 객체는 값이나 참조 중 한 가지로만 보낼 수 있습니다.",
    fix: "둘 중 하나만 보내세요.",
  },
  request_object_refused: {
    title: "요청 객체가 거부되었습니다",
    why: "요청 객체의 서명, 시각 또는 항목이 올바르지 않습니다. 무엇이 문제인지는 아래 메시지에 있습니다.",
    fix: "등록된 키로 서명하고, 요청 객체 안팎의 client_id와 response_type을 같게 하세요.",
  },
  request_uri_too_long: {
    title: "request_uri가 너무 깁니다",
    why: "최대 512자입니다.",
    fix: "요청 객체를 더 짧은 주소에 두세요.",
  },
  request_uri_unregistered: {
    title: "등록되지 않은 request_uri입니다",
    why: "요청 객체의 주소가 앱의 request_uris에 없습니다.",
    fix: "# 뒷부분을 빼고 등록하세요.",
  },
  request_uri_unreadable: {
    title: "request_uri에서 요청 객체를 가져올 수 없습니다",
    why: "포털이 요청 객체를 가져오지 못했습니다. 이유는 아래 메시지에 있습니다.",
    fix: "리다이렉트 없이 200으로 응답하는 공개된 https 주소에 두세요.",
  },
  hint_unknown: {
    title: "알 수 없는 id_token_hint입니다",
    why: "이 포털이 이 앱에 발급한 ID 토큰이 아닙니다.",
    fix: "사용자가 이 앱에 마지막으로 로그인했을 때의 ID 토큰을 보내거나 id_token_hint를 빼세요.",
  },
  subject_unknown: {
    title: "요청한 sub는 있을 수 없습니다",
    why: "claims 파라미터가 아무도 가질 수 없는 sub로 사용자를 지정했습니다.",
    fix: "이 앱이 받은 ID 토큰의 sub를 보내세요.",
  },

  // what the person did, or could not be asked
  login_required: {
    title: "로그인한 사용자가 없습니다",
    why: "요청에 prompt=none이 있어 로그인 페이지를 표시하지 않았습니다.",
    fix: "login_required를 받으면 prompt=none 없이 로그인을 시작하세요.",
  },
  consent_required: {
    title: "사용자의 동의가 필요합니다",
    why: "요청에 prompt=none이 있지만 사용자에게 물어야 합니다. 아직 허용하지 않은 스코프가 있거나, 시크릿이 없는 앱이 루프백 주소나 전용 스킴을 써서 매번 물어야 하는 경우입니다.",
    fix: "prompt=none 없이 로그인을 시작하세요.",
  },
  other_person: {
    title: "다른 사용자가 로그인했습니다",
    why: "요청이 id_token_hint나 claims로 사용자를 지정했는데, 다른 사람이 로그인했습니다.",
    fix: "누가 로그인해도 된다면 id_token_hint와 claims의 지정을 빼세요.",
  },
  acr_unmet: {
    title: "요청한 로그인 수준을 충족할 수 없습니다",
    why: "claims가 필수(essential)로 요청한 acr을 이 로그인이 충족하지 않습니다.",
    fix: "acr_values_supported에 있는 값을 요청하거나 필수가 아니게 하세요.",
  },
  person_denied: {
    title: "사용자가 거절했습니다",
    why: "사용자가 동의 페이지에서 취소를 눌렀습니다. 정상적인 응답입니다.",
    fix: "앱으로 돌아가는 길을 안내하고, 사용자가 원할 때만 다시 요청하세요.",
  },

  // the token request
  grant_type_unknown: {
    title: "알 수 없는 그랜트 유형입니다",
    why: "이 포털에 없는 grant_type을 보냈습니다.",
    fix: "아래에 나온 것 중 하나를 사용하세요.",
  },
  grant_type_unregistered: {
    title: "허용되지 않은 그랜트 유형입니다",
    why: "앱에 등록되지 않은 grant_type을 보냈습니다.",
    fix: "등록된 것을 사용하세요. 두 값은 아래에 있습니다.",
  },
  code_unknown: {
    title: "알 수 없는 인가 코드입니다",
    why: "포털이 발급한 적이 없거나 오래전에 끝난 인가 코드입니다.",
    fix: "콜백이 받은 인가 코드를 한 번만 디코딩하여, 그것을 발급한 포털에 보내세요.",
  },
  code_of_other_client: {
    title: "다른 앱의 인가 코드입니다",
    why: "지금 보낸 client_id가 아닌 다른 client_id에 발급되었습니다.",
    fix: "인가 요청과 토큰 엔드포인트에 같은 client_id를 사용하세요.",
  },
  code_used: {
    title: "인가 코드를 두 번 사용했습니다",
    why: "인가 코드는 한 번만 쓸 수 있습니다. 누군가 복사했을 수 있으므로, 두 번째 사용 후에는 그 코드로 발급한 토큰을 폐기합니다.",
    fix: "인가 코드를 한 번만 교환하고, 같은 코드로 재시도하지 마세요. 콜백을 두 번 여는 것이 없는지 확인하세요.",
  },
  code_expired: {
    title: "인가 코드가 만료되었습니다",
    why: "인가 코드는 60초 동안 쓸 수 있는데, 그 뒤에 왔습니다.",
    fix: "콜백이 인가 코드를 받으면 바로 교환하세요.",
  },
  redirect_uri_not_repeated: {
    title: "토큰 엔드포인트에 redirect_uri가 없습니다",
    why: "인가 요청이 주소를 지정하고 PKCE를 쓰지 않았으므로, 토큰 요청에도 주소가 있어야 합니다.",
    fix: "인가 코드와 함께 같은 redirect_uri를 보내세요.",
  },
  redirect_uri_differs: {
    title: "토큰 엔드포인트의 redirect_uri가 다릅니다",
    why: "인가 코드와 함께 보낸 주소가 인가 요청의 주소와 다릅니다.",
    fix: "두 요청에 완전히 같은 redirect_uri를 보내세요. 두 주소는 아래에 있습니다.",
  },
  code_verifier_missing: {
    title: "code_verifier가 없습니다",
    why: "인가 요청에 code_challenge가 있었으므로 토큰 요청에는 그 verifier가 필요합니다.",
    fix: "verifier를 해당 로그인과 함께 보관했다가 인가 코드와 함께 보내세요.",
  },
  code_verifier_malformed: {
    title: "code_verifier의 형식이 잘못되었습니다",
    why: "영문자, 숫자, - . _ ~로 된 43~128자여야 합니다(RFC 7636 §4.1).",
    fix: "라이브러리가 만들게 하고, 그대로 보내세요.",
  },
  code_verifier_wrong: {
    title: "code_verifier가 일치하지 않습니다",
    why: "verifier의 SHA-256이 인가 요청의 code_challenge와 다릅니다.",
    fix: "verifier를 해당 로그인과 함께 보관하세요. 동시에 진행되는 두 로그인이 하나를 같이 쓰면 안 됩니다.",
  },
  code_verifier_unexpected: {
    title: "code_challenge 없이 code_verifier를 보냈습니다",
    why: "인가 요청에 code_challenge가 없었습니다. 중간에 누군가 뺐을 수 있습니다.",
    fix: "인가 요청에 code_challenge와 code_challenge_method=S256을 보내거나, verifier를 보내지 마세요.",
  },
  refresh_token_unknown: {
    title: "알 수 없는 리프레시 토큰입니다",
    why: "포털이 발급한 적이 없거나 오래전에 끝난 리프레시 토큰입니다.",
    fix: "응답마다 가장 최근의 리프레시 토큰을 저장하고, 거부되면 사용자가 다시 로그인하게 하세요.",
  },
  refresh_token_of_other_client: {
    title: "다른 앱의 리프레시 토큰입니다",
    why: "지금 보낸 client_id가 아닌 다른 client_id에 발급되었습니다.",
    fix: "앱마다 토큰을 따로 보관하세요.",
  },
  refresh_token_replayed: {
    title: "이전 리프레시 토큰을 사용했습니다",
    why: "이미 새 토큰으로 교체되었습니다. 누군가 복사했을 수 있으므로 그 토큰의 접근 권한을 끝냈습니다.",
    fix: "응답마다 가장 최근의 리프레시 토큰을 모든 프로세스가 함께 쓰도록 저장하고, 사용자가 다시 로그인하게 하세요.",
  },
  refresh_token_expired: {
    title: "리프레시 토큰이 만료되었습니다",
    why: "너무 오랫동안 사용하지 않았습니다.",
    fix: "사용자가 다시 로그인하게 하세요.",
  },
  grant_ended: {
    title: "접근 권한의 기한이 되었습니다",
    why: "리프레시 토큰은 아무리 자주 써도 사용자가 허용한 뒤 정해진 기간이 지나면 끝납니다. 언제인지는 refresh_token_expires_in으로 알 수 있습니다.",
    fix: "사용자가 다시 로그인하게 하세요.",
  },
  consent_ended: {
    title: "사용자가 허용한 기간이 끝났습니다",
    why: "앱이 계정을 얼마 동안 사용할지는 사용자가 정했습니다. 인가 코드와 토큰도 그 기간이 끝나면 만료됩니다. 만료 시각은 refresh_token_expires_in으로 알 수 있습니다.",
    fix: "사용자를 인가 엔드포인트로 다시 보내세요. 사용자에게 다시 묻습니다.",
  },
  grant_management_off: {
    title: "그랜트를 관리하지 않는 앱입니다",
    why: "요청에 grant_management_action이나 grant_id가 있거나 그랜트 엔드포인트에 요청했지만, 앱 설정에서 허용하지 않습니다.",
    fix: "앱 설정에서 그랜트 관리를 켜거나 이 파라미터를 빼세요.",
  },
  grant_action_missing: {
    title: "grant_management_action이 없습니다",
    why: "앱이 요청마다 그랜트를 어떻게 할지 알려야 하거나, grant_id만 보냈습니다.",
    fix: "grant_management_action을 create, merge, replace 중 하나로 보내세요.",
  },
  grant_action_malformed: {
    title: "작업과 그랜트가 맞지 않습니다",
    why: "알 수 없는 작업이거나, create에 grant_id가 있거나, merge 또는 replace에 grant_id가 없습니다.",
    fix: "create는 grant_id 없이, merge와 replace는 토큰 응답의 grant_id와 함께 보내세요.",
  },
  grant_id_unknown: {
    title: "그런 그랜트가 없습니다",
    why: "grant_id가 이 사용자가 이 앱에 허용한 그랜트가 아닙니다. 이미 끝났거나 다른 사용자 또는 다른 앱의 것일 수 있습니다.",
    fix: "create로 시작하고, 토큰 응답의 grant_id를 사용자 계정과 함께 보관하세요.",
  },
  status_list_unknown: {
    title: "그런 상태 목록이 없습니다",
    why: "목록의 토큰이 모두 만료되었거나, 토큰에 적힌 주소가 아닙니다.",
    fix: "토큰의 status 클레임에 있는 주소에서, 만료되지 않은 토큰의 목록만 읽으세요.",
  },
  events_not_polled: {
    title: "이벤트를 조회하지 않는 앱입니다",
    why: "앱이 보안 이벤트를 요청했지만, 이벤트를 조회하도록 설정되어 있지 않습니다.",
    fix: "콘솔에서 앱의 보안 이벤트를 열고, 앱이 이벤트를 직접 조회하는 방식을 선택하세요.",
  },
  poll_malformed: {
    title: "이벤트 요청이 RFC 8936과 다릅니다",
    why: "maxEvents는 정수, returnImmediately는 true나 false, ack는 jti 목록, setErrs는 jti별 객체여야 합니다.",
    fix: "여기에 표시된 파라미터를 바로잡으세요.",
  },
  grant_revoked: {
    title: "접근 권한이 끝났습니다",
    why: "사용자가 연결을 해제했거나 로그아웃했거나, 토큰이 두 번 사용되어 끝냈습니다.",
    fix: "사용자가 다시 로그인하게 하세요.",
  },
  person_suspended: {
    title: "정지된 계정입니다",
    why: "운영자가 사용자의 계정을 정지했습니다.",
    fix: "앱에서 그 사용자를 로그아웃시키세요.",
  },
  scope_not_granted: {
    title: "허용된 것보다 많은 스코프를 요청했습니다",
    why: "갱신할 때는 스코프를 줄일 수만 있고 늘릴 수 없습니다.",
    fix: "새 인가 요청에서 요청하거나 scope를 빼세요.",
  },
  scope_of_people: {
    title: "사용자 없이 사용자에 관한 스코프를 요청했습니다",
    why: "client_credentials는 앱 자신을 위한 것인데, openid나 profile 같은 스코프는 사용자에 관한 것입니다.",
    fix: "API의 스코프만 요청하세요.",
  },
  resource_not_granted: {
    title: "허용되지 않은 resource입니다",
    why: "이 API의 토큰을 발급할 수 없습니다. 없는 API이거나 인가 요청에서 요청하지 않았습니다.",
    fix: "인가 요청에도 API를 명시하세요.",
  },
  resource_ambiguous: {
    title: "resource로 API를 지정해야 합니다",
    why: "액세스 토큰은 API 하나를 위한 것인데, 허용된 API가 여러 개입니다.",
    fix: "토큰 요청마다 API 하나의 식별자를 resource로 보내세요.",
  },
  scope_of_other_api: {
    title: "이 API의 스코프가 없습니다",
    why: "요청한 스코프 중에 resource로 지정한 API의 것이 없습니다.",
    fix: "그 API의 스코프를 요청하거나, 스코프에 맞는 API를 지정하세요.",
  },

  // access tokens
  access_token_missing: {
    title: "액세스 토큰이 없습니다",
    why: "요청의 제자리에 액세스 토큰이 없습니다.",
    fix: "Authorization: Bearer 뒤에 토큰을 붙여 보내세요.",
  },
  access_token_twice: {
    title: "액세스 토큰이 두 개입니다",
    why: "요청의 여러 곳에 토큰이 있습니다.",
    fix: "Authorization 헤더로만 보내세요.",
  },
  access_token_in_query: {
    title: "액세스 토큰이 주소에 있습니다",
    why: "주소는 로그와 방문 기록에 남습니다(RFC 6750 §5.3).",
    fix: "Authorization 헤더로 보내세요.",
  },
  access_token_unusable: {
    title: "사용할 수 없는 액세스 토큰입니다",
    why: "알 수 없거나, 만료되었거나, 폐기된 토큰입니다.",
    fix: "토큰을 갱신하거나 사용자가 다시 로그인하게 하세요.",
  },
  access_token_of_other_api: {
    title: "다른 API의 액세스 토큰입니다",
    why: "받은 API가 아닌 다른 API를 위해 발급되었습니다.",
    fix: "이 API의 토큰을 요청하세요.",
  },
  access_token_of_person: {
    title: "앱 자신의 액세스 토큰이 아니라 사용자의 액세스 토큰입니다",
    why: "앱은 모든 사용자의 그랜트를 관리하므로 사용자 한 명의 토큰으로는 충분하지 않습니다.",
    fix: "client_credentials로 그랜트 관리 스코프만 요청해 토큰을 받으세요. 공개 앱은 이 토큰을 받을 수 없습니다.",
  },
  access_token_scope: {
    title: "액세스 토큰에 스코프가 없습니다",
    why: "요청한 것에 필요한 스코프가 토큰에 없습니다.",
    fix: "인가 요청에서 그 스코프를 요청하세요. userinfo에는 openid가 필요합니다.",
  },
  token_of_other_client: {
    title: "다른 앱의 토큰을 폐기하려 했습니다",
    why: "앱은 자신의 토큰만 폐기할 수 있습니다.",
    fix: "앱마다 토큰을 따로 보관하세요.",
  },

  // registration and sign-out
  registration_closed: {
    title: "등록이 닫혀 있습니다",
    why: "이 포털에서는 프로그램으로 앱을 등록할 수 없습니다.",
    fix: "콘솔에서 앱을 등록하거나 운영자에게 문의하세요.",
  },
  initial_token_unusable: {
    title: "사용할 수 없는 초기 액세스 토큰입니다",
    why: "알 수 없거나, 만료되었거나, 폐기되었거나, 모두 사용한 토큰입니다.",
    fix: "운영자에게 새 토큰을 요청하세요.",
  },
  registration_token_unusable: {
    title: "사용할 수 없는 등록 액세스 토큰입니다",
    why: "이 포털에 등록된 클라이언트의 토큰이 아닙니다.",
    fix: "등록할 때 받은 토큰을 사용하세요.",
  },
  registration_changed: {
    title: "그사이 앱이 변경되었습니다",
    why: "등록 정보를 바꾸는 동안 누군가 앱을 변경, 확인 또는 삭제했습니다.",
    fix: "등록 정보를 다시 읽은 다음, 바꾸세요.",
  },
  metadata_refused: {
    title: "메타데이터가 거부되었습니다",
    why: "등록할 수 없는 값이 있습니다. 어느 항목인지는 아래 메시지에 있습니다.",
    fix: "그 항목을 변경하세요.",
  },
  post_logout_redirect_uri_unregistered: {
    title: "등록되지 않은 post_logout_redirect_uri입니다",
    why: "요청한 주소가 앱의 로그아웃 후 주소 목록에 없습니다.",
    fix: "리다이렉트 URI 페이지에서 추가하거나 앱에서 고치세요.",
  },
};

/** What the values that were kept with a cause are called. */
export const refusalValueWords: Words["console"]["causeValues"] = {
  receivedClientId: "받은 client_id",
  receivedRedirectUri: "받은 리다이렉트 URI",
  expectedRedirectUri: "인가 요청의 리다이렉트 URI",
  receivedAuthMethod: "보낸 방식",
  expectedAuthMethod: "등록된 방식",
  receivedScope: "받은 스코프",
  expectedScope: "가능한 스코프",
  receivedResource: "받은 resource",
  receivedRequestUri: "받은 request_uri",
  receivedResponseType: "받은 response_type",
  expectedResponseType: "가능한 response_type",
  receivedGrantType: "받은 grant_type",
  expectedGrantType: "가능한 grant_type",
  receivedChallengeMethod: "받은 code_challenge_method",
  expectedChallengeMethod: "가능한 code_challenge_method",
  receivedParameter: "파라미터",
  receivedDestination: "요청 방식",
  problem: "문제",
};
