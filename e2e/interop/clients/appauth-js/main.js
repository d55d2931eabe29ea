import {
  AuthorizationNotifier,
  AuthorizationRequest,
  AuthorizationServiceConfiguration,
  BaseTokenRequestHandler,
  DefaultCrypto,
  FetchRequestor,
  GRANT_TYPE_AUTHORIZATION_CODE,
  GRANT_TYPE_REFRESH_TOKEN,
  LocalStorageBackend,
  RedirectRequestHandler,
  RevokeTokenRequest,
  TokenRequest,
} from "@openid/appauth";

const requestor = new FetchRequestor();
const configuration = await AuthorizationServiceConfiguration.fetchFromIssuer(ISSUER, requestor);
const tokens = new BaseTokenRequestHandler(requestor);
const client = { client_id: CLIENT_ID, redirect_uri: `${location.origin}/callback` };

// Codes come in the query, and the library reads the fragment unless it is told.
class QueryUtils {
  stringify(parameters) {
    return new URLSearchParams(parameters).toString();
  }
  parse({ search }) {
    return Object.fromEntries(new URLSearchParams(search));
  }
}
const handler = new RedirectRequestHandler(new LocalStorageBackend(), new QueryUtils(), location, new DefaultCrypto());
const notifier = new AuthorizationNotifier();
handler.setAuthorizationNotifier(notifier);

async function show(token) {
  sessionStorage.setItem("refresh", token.refreshToken);
  const headers = { authorization: `Bearer ${token.accessToken}` };
  const answer = await fetch(configuration.userInfoEndpoint, { headers });
  const { name, email } = await answer.json();
  document.getElementById("who").textContent = `${name} ${email}`;
}

async function redeem(more) {
  await show(await tokens.performTokenRequest(configuration, new TokenRequest({ ...client, ...more })));
}

notifier.setAuthorizationListener((request, response) => {
  if (!response) return;
  history.replaceState(null, "", "/");
  const extras = { code_verifier: request.internal.code_verifier };
  return redeem({ grant_type: GRANT_TYPE_AUTHORIZATION_CODE, code: response.code, extras });
});

document.getElementById("sign-in").onclick = () => {
  const request = new AuthorizationRequest({
    ...client,
    scope: "openid profile email offline_access",
    response_type: AuthorizationRequest.RESPONSE_TYPE_CODE,
    extras: { prompt: "consent", access_type: "offline" },
  });
  handler.performAuthorizationRequest(configuration, request);
};
document.getElementById("refresh").onclick = () =>
  redeem({ grant_type: GRANT_TYPE_REFRESH_TOKEN, refresh_token: sessionStorage.getItem("refresh") });
document.getElementById("sign-out").onclick = async () => {
  const revocation = { token: sessionStorage.getItem("refresh"), client_id: CLIENT_ID };
  await tokens.performRevokeTokenRequest(configuration, new RevokeTokenRequest(revocation));
  sessionStorage.clear();
  location.replace("/");
};

const refresh = sessionStorage.getItem("refresh");
if (new URLSearchParams(location.search).has("code")) await handler.completeAuthorizationRequestIfPossible();
else if (refresh) await redeem({ grant_type: GRANT_TYPE_REFRESH_TOKEN, refresh_token: refresh });
