import { formatNumber, pluralize } from "./formats";

const count = (value: number, one: string, other: string) =>
  `${formatNumber(value)} ${pluralize(value, { one, other })}`;

/** Settings of an app that the protocol distinguishes, and what the console says about how it signs people in. */
export const protocolSettingsWords = {
  save: "Save",
  saved: "The settings are saved. They apply from now on.",
  savedNeedsSecret: "The settings are saved. The app now needs a secret: create one under Credentials.",
  savedNeedsReadableSecret:
    "The settings are saved. Create a new secret under Credentials: the existing ones cannot check signatures.",
  signIn: {
    title: "Signing in",
    intro: "What the app may ask for, and what each of its requests must hold.",
    requirePkce: "Require PKCE (require_pkce)",
    requirePkceHint:
      "Refuses every sign-in without a code challenge. Without this, PKCE is checked only if the app sends it. Many libraries do not send it by default.",
    requirePkcePublic: "PKCE is required: this app has no secret, and nothing else binds a code to it.",
    requirePkceAll: "PKCE is required: this portal requires it of every app.",
    suggestPkce: (signIns: number) =>
      `${count(signIns, "sign-in", "sign-ins")} in the last 7 days, and every one used PKCE. You can require it: then nobody can leave it out.`,
    grantTypes: "Grant types (grant_types)",
    grantTypeHints: {
      authorization_code: "People sign in, and the app exchanges a code for tokens.",
      refresh_token: "The app stays signed in with refresh tokens.",
      client_credentials: "The app acts for itself, without a person. It needs a secret or a key.",
      implicit: "Tokens come through the browser. For old apps only.",
      "urn:ietf:params:oauth:grant-type:device_code": "Not available at this portal yet.",
    } as Record<string, string>,
    responseTypes: "Response types (response_types)",
    responseTypesHint: "Choosing one adds the grant type that it needs.",
    requireSecondFactor: "Require a second factor (require_second_factor)",
    requireSecondFactorHint:
      "People sign in with a passkey, or with the code of an app besides their password, also in a browser that they told not to ask. Whoever has neither adds one on the way. Off: as this portal requires it.",
    defaultMaxAge: "Longest time since sign-in (default_max_age)",
    defaultMaxAgeHint:
      "Seconds. People who signed in longer ago sign in again. Empty: no limit. A request's max_age counts first.",
    maxConsentDays: "Longest time people can allow, in days (max_consent_days)",
    maxConsentDaysHint:
      "After that the app asks them again. This also ends what people allowed before. Empty: until they remove the app. The portal may allow less.",
    grantManagement: "Grant management (grant_management)",
    grantManagementHint:
      "The app learns the grant_id of what a person allowed it. By that, it can look the grant up, replace it and give it back. Looking up and giving back take the app's own token, by client_credentials, which a public app cannot get. A person has one grant for the app.",
    grantManagementChoices: {
      off: "Off",
      optional: "On: a request may say what becomes of the grant",
      required: "Required: each request says what becomes of the grant",
    },
    requireAuthTime: "The app relies on auth_time (require_auth_time)",
    requireAuthTimeHint: "Every ID token of this portal holds it.",
    defaultAcrValues: "How people must have signed in (default_acr_values)",
    defaultAcrValuesHint: "One value per line. Counts where a request has no acr_values.",
  },
  authentication: {
    title: "How the app proves who it is",
    intro: "At the token endpoint, and wherever else the app authenticates.",
    method: "Client authentication (token_endpoint_auth_method)",
    methodHint:
      "A secret counts in the Authorization header and in the request body alike, whichever is chosen here, since libraries differ.",
    only: "Only this way (require_registered_auth_method)",
    onlyHint: "Refuses the secret when it comes the other way.",
    signingAlg: "Signature of its JWTs (token_endpoint_auth_signing_alg)",
    anyAlg: "Any that fits the method",
    jwksUri: "Address of its public keys (jwks_uri)",
    jwksUriHint: "https. For private_key_jwt and signed requests. Fill in this or the next field, not both.",
    jwks: "Its public keys (jwks)",
    jwksHint: 'A JWK Set, such as {"keys": […]}, without private parts.',
  },
  tokens: {
    title: "Tokens",
    intro: "What the app gets, and how it is signed.",
    idTokenClaims: "Name and email in the ID token too (id_token_claims)",
    idTokenClaimsHint:
      "What people allow by the scopes profile, email, address, phone and groups, and by those of this portal’s own claims, stands in the ID token as well as at userinfo. Many libraries never ask userinfo.",
    idTokenAlg: "Signature of ID tokens (id_token_signed_response_alg)",
    userinfoAlg: "Signature of userinfo (userinfo_signed_response_alg)",
    userinfoPlain: "None: plain JSON",
    requestObjectAlg: "Signature of its requests (request_object_signing_alg)",
    requestObjectAny: "Any but HS256; requests need not be signed",
    requestUris: "Addresses of its signed requests (request_uris)",
    requestUrisHint: "One https address per line, of at most 512 characters.",
    subjectType: "Subject type (subject_type)",
    subjectPublic: "public: everybody has the same sub at this app as at others.",
    subjectPairwise: (sector: string) =>
      `pairwise: people have a sub of their own at ${sector}, which no other app knows.`,
    subjectFixed:
      "Fixed when the app was registered. With another one, everybody would come back as somebody else. Register another app by the API to get another type.",
  },
  weak: {
    title: (signIns: number) =>
      signIns === 1
        ? "1 sign-in of the last 7 days used neither PKCE nor a nonce"
        : `${formatNumber(signIns)} sign-ins of the last 7 days used neither PKCE nor a nonce`,
    body: "Somebody who gets hold of a code could use it in a browser of their own. Such sign-ins still work, but switch on PKCE in your library:",
    howTo: "How to switch it on",
    afterwards: "You need not change anything here: PKCE counts as soon as your app sends it.",
    settings: "Open the settings",
  },
  libraries: [
    { name: "ASP.NET Core", code: "options.UsePkce = true;" },
    { name: "Auth.js, next-auth 4", code: 'checks: ["pkce", "state"]' },
    { name: "Authlib", code: 'client_kwargs={"code_challenge_method": "S256"}' },
    { name: "django-allauth", code: '"OAUTH_PKCE_ENABLED": True' },
    { name: "Go (x/oauth2)", code: "oauth2.S256ChallengeOption(verifier), oauth2.VerifierOption(verifier)" },
    { name: "Grafana", code: "use_pkce = true" },
    { name: "Laravel Socialite", code: "->enablePKCE()" },
    { name: "mod_auth_openidc", code: "OIDCPKCEMethod S256" },
    { name: "mozilla-django-oidc", code: "OIDC_USE_PKCE = True" },
    { name: "oauth2-proxy", code: "--code-challenge-method=S256" },
    { name: "OmniAuth OpenID Connect", code: "pkce: true" },
    { name: "passport-oauth2", code: "pkce: true, state: true" },
    { name: "requests-oauthlib", code: 'OAuth2Session(client_id, pkce="S256")' },
    { name: "Spring Security", code: "OAuth2AuthorizationRequestCustomizers.withPkce()" },
  ],
};

/** What choosing a framework sets when an app is registered. */
export const frameworkPresetWords = {
  title: (framework: string) => `Set for ${framework}`,
  idTokenClaims: "Name and email stand in the ID token too, which is all that most libraries read.",
  pkce: "PKCE is not required: it counts when the library sends it. Settings says when you can require it.",
  client_secret_post: "The secret is registered to come in the request body, as this library sends it.",
  client_secret_basic: "The secret is registered to come in the Authorization header. The request body counts as well.",
  postLogout: "People who sign out may come back to the app's origin, which is a post-logout redirect URI.",
  idToken: "Besides code, the app is registered for id_token, which this library asks for by default.",
  codeOnly:
    'By default this library asks for id_token, which this portal does not have: set authorizationParams: { response_type: "code" }.',
  anyPort: "Any port of the loopback address counts.",
  change: "Change this in Settings",
};
