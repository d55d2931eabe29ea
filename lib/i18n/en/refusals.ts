import type { RefusalCause, RefusalValue } from "../../oauth/refusal-causes";

/** What happened, why, and what to do about it. */
export interface CauseWords {
  title: string;
  why: string;
  fix: string;
}

/** What an app's developers read about a refused request: one entry for each cause that the protocol knows. */
export const refusalWords: Readonly<Record<RefusalCause, CauseWords>> = {
  // the request as such
  parameter_missing: {
    title: "A parameter is missing",
    why: "The request did not have a parameter that it needs.",
    fix: "Send the parameter that is named below.",
  },
  parameter_repeated: {
    title: "A parameter was sent twice",
    why: "Every parameter but resource may stand in a request once (RFC 6749 §3.1).",
    fix: "Send the parameter that is named below once. It is often set in the address and in the code as well.",
  },
  parameter_encoding: {
    title: "A parameter is not UTF-8",
    why: "A parameter is not form-encoded UTF-8, or holds a NUL character.",
    fix: "Let a library encode the parameters: URLSearchParams, or its counterpart in your language.",
  },
  body_type: {
    title: "The body has the wrong media type",
    why: "Token requests are forms, registration requests are JSON.",
    fix: "Send Content-Type: application/x-www-form-urlencoded (registration: application/json), and a body of that type.",
  },
  body_malformed: {
    title: "The body is not a JSON object",
    why: "The body could not be read as one JSON object.",
    fix: "Send well-formed JSON with an object at the top.",
  },
  body_too_large: {
    title: "The body is too large",
    why: "A request may have 64 kB at most.",
    fix: "Send only the parameters of the protocol.",
  },
  list_too_long: {
    title: "The request holds too much",
    why: "A request may have 200 parameters, a list of words 200 words, and resource may come 20 times. Claims and registrations have limits too: the message below names the one that was passed.",
    fix: "Ask for what your app needs. A loop in the code that builds the request often adds the same value again and again.",
  },
  method_not_allowed: {
    title: "Wrong HTTP method",
    why: "This endpoint does not accept the method that was used.",
    fix: "Use the method that the message below names.",
  },
  not_navigation: {
    title: "The authorization request was not a navigation",
    why: "A script or a prefetch asked for the authorization endpoint. Only a person's own browser window may.",
    fix: "Send the browser there by a redirect or a link, and keep frameworks from prefetching that link.",
  },
  too_many_requests: {
    title: "Too many requests",
    why: "One address sent so many requests that it has to wait.",
    fix: "Wait for as many seconds as Retry-After says, and do not repeat what was refused.",
  },
  server_error: {
    title: "The portal failed",
    why: "Something went wrong here, not in your app.",
    fix: "Try again. If it keeps happening, give the operator the request ID.",
  },

  // who the client is
  client_unknown: {
    title: "client_id is unknown",
    why: "No app here has this client_id.",
    fix: "Copy the client_id from the app's page.",
  },
  client_suspended: {
    title: "The app is suspended",
    why: "Suspended apps get no answer.",
    fix: "Resume it in its settings, or ask the operator.",
  },
  credentials_missing: {
    title: "No client credentials",
    why: "The request did not say which client sent it.",
    fix: "Send client_id and the secret in the registered way; a public client sends its client_id in the body.",
  },
  credentials_malformed: {
    title: "The Authorization header is malformed",
    why: "It is not “Basic”, or what follows is not the base64 of client_id:client_secret, each form-encoded.",
    fix: "Encode both parts, join them by a colon, then use base64 (RFC 6749 §2.3.1).",
  },
  credentials_twice: {
    title: "Two ways of client authentication",
    why: "The request had credentials in more than one place.",
    fix: "Use one: the Authorization header, the body, or client_assertion.",
  },
  client_id_differs: {
    title: "Two different client_ids",
    why: "client_id in the body is not that of the Authorization header or of the assertion.",
    fix: "Leave client_id out of the body, or send the same one.",
  },
  auth_method_differs: {
    title: "Wrong way of client authentication",
    why: "The credentials were sent in another way than the registered one.",
    fix: "Send them in the expected way, or register the way that your library uses. Both are named below.",
  },
  secret_wrong: {
    title: "Wrong client secret",
    why: "The secret is none of the app's: mistyped, another app's, or revoked.",
    fix: "Compare its last four characters with the credentials page, or make a new secret there.",
  },
  secret_expired: {
    title: "The client secret has expired",
    why: "The secret is right, but its time is over.",
    fix: "Make a new secret on the credentials page, and put it into your app.",
  },
  assertion_type_missing: {
    title: "client_assertion_type is missing",
    why: "client_assertion and its type go together, and one of them is missing or wrong.",
    fix: "Send client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer with the assertion.",
  },
  assertion_malformed: {
    title: "client_assertion is not a JWT",
    why: "It could not be read as a JWT that names a client in sub.",
    fix: "Send a signed JWT whose iss and sub are your client_id.",
  },
  assertion_refused: {
    title: "client_assertion was refused",
    why: "Signature, times or audience of the assertion are not right. The message below says which.",
    fix: "Sign a new one for each request, with a registered key, this portal as aud and an exp a minute away.",
  },
  public_client: {
    title: "A public client cannot do this",
    why: "The request is for clients that prove who they are, and this app has no secret and no key.",
    fix: "Use an app with a secret for it.",
  },

  // the authorization request
  redirect_uri_missing: {
    title: "redirect_uri is missing",
    why: "The request named no address, and the app has none or several, or it asked for openid.",
    fix: "Send redirect_uri with every authorization request.",
  },
  redirect_uri_unregistered: {
    title: "redirect_uri is not registered",
    why: "The request named an address that is not on the app's list. The match is exact, character by character.",
    fix: "If the address is yours, add it to the list. Otherwise, correct it in your app. If you do not know the address, somebody else tried it.",
  },
  response_type_unsupported: {
    title: "Response type is not supported",
    why: "This portal does not support the response_type that was requested.",
    fix: "Use response_type=code, with PKCE.",
  },
  response_type_unregistered: {
    title: "Response type is not registered",
    why: "The app is not registered for this response_type, or for the grant that it needs.",
    fix: "Ask for a registered response_type. Both are named below.",
  },
  response_mode_unsupported: {
    title: "Response mode is not supported",
    why: "This portal does not support the response_mode that was requested.",
    fix: "Use one that the message below names, or leave response_mode out.",
  },
  response_mode_exposes_tokens: {
    title: "Tokens cannot travel in a query",
    why: "response_mode=query would write tokens into histories and logs.",
    fix: "Use response_type=code, or response_mode=form_post.",
  },
  registration_parameter: {
    title: "The registration parameter is not supported",
    why: "Clients register before they ask, not in the request.",
    fix: "Leave registration out.",
  },
  openid_missing: {
    title: "scope lacks openid",
    why: "An ID token is for requests with the scope openid only.",
    fix: "Add openid to scope.",
  },
  nonce_missing: {
    title: "nonce is missing",
    why: "Where an ID token comes through the browser, the request needs a nonce.",
    fix: "Send a random nonce and compare it with that of the ID token.",
  },
  scope_not_allowed: {
    title: "Scope is not allowed",
    why: "The request asked for scopes that do not exist or are not on the app's list.",
    fix: "Add the scope on the scopes page, or do not ask for it. Both lists are named below.",
  },
  resource_unknown: {
    title: "resource is unknown",
    why: "No API here has this identifier.",
    fix: "Send the identifier of an API as it is registered, or leave resource out.",
  },
  resource_not_allowed: {
    title: "resource is not for this app",
    why: "The API's policy does not let this app ask for it: it has none of its scopes, is not verified, or is not listed.",
    fix: "Add one of the API's scopes on the scopes page, or ask whoever runs the portal.",
  },
  code_challenge_missing: {
    title: "code_challenge is missing",
    why: "This app must use PKCE: the request must carry a code_challenge.",
    fix: "Add code_challenge and code_challenge_method=S256. Every OAuth library has a switch for it.",
  },
  code_challenge_malformed: {
    title: "code_challenge is malformed",
    why: "It is not 43 characters of base64url, which SHA-256 of the verifier always gives.",
    fix: "Send BASE64URL(SHA256(code_verifier)) without padding. Sending the verifier itself is a common mistake.",
  },
  code_challenge_method: {
    title: "code_challenge_method is not S256",
    why: "Only S256 is accepted, and without the parameter the method is plain.",
    fix: "Set code_challenge_method=S256.",
  },
  prompt_unknown: {
    title: "prompt has an unknown value",
    why: "prompt may be none, login, consent or select_account.",
    fix: "Use one of these, or leave prompt out.",
  },
  prompt_none_not_alone: {
    title: "prompt=none stands with another value",
    why: "prompt=none says that no page may be shown, and every other value asks for one.",
    fix: "Send none alone.",
  },
  max_age_malformed: {
    title: "max_age is not a number",
    why: "max_age is a number of seconds.",
    fix: "Send digits only, or leave max_age out.",
  },
  claims_malformed: {
    title: "claims is malformed",
    why: "claims is not the JSON object that OpenID Connect Core §5.5 describes.",
    fix: "Send an object with userinfo or id_token, each an object of claims.",
  },
  request_expired: {
    title: "The request has expired",
    why: "Long requests by POST are kept for ten minutes, and this one was opened later.",
    fix: "Start the sign-in again from your app.",
  },
  request_object_twice: {
    title: "request and request_uri together",
    why: "A request object comes by value or by reference, not both.",
    fix: "Send one of them.",
  },
  request_object_refused: {
    title: "The request object was refused",
    why: "Signature, times or members of the request object are not right. The message below says which.",
    fix: "Sign it with a registered key, and put the same client_id and response_type into it as beside it.",
  },
  request_uri_too_long: {
    title: "request_uri is too long",
    why: "It may have 512 characters.",
    fix: "Publish the request object at a shorter address.",
  },
  request_uri_unregistered: {
    title: "request_uri is not registered",
    why: "The address of the request object is not among the app's request_uris.",
    fix: "Register it, without the fragment.",
  },
  request_uri_unreadable: {
    title: "The request object at request_uri could not be fetched",
    why: "The portal could not fetch the request object. The message below says why.",
    fix: "Publish it over https at a public address that answers 200 without a redirect.",
  },
  hint_unknown: {
    title: "id_token_hint is not known",
    why: "It is not an ID token that this portal gave to this app.",
    fix: "Send the ID token of the person's last sign-in to this app, or leave the hint out.",
  },
  subject_unknown: {
    title: "The requested sub is not possible",
    why: "The claims parameter asks for a person by a sub that no one can have.",
    fix: "Send the sub of an ID token that this app was given.",
  },

  // what the person did, or could not be asked
  login_required: {
    title: "Nobody was signed in",
    why: "The request said prompt=none, so no sign-in page was shown.",
    fix: "Start a sign-in without prompt=none when you get login_required.",
  },
  consent_required: {
    title: "Consent was needed",
    why: "The request said prompt=none, but the person must be asked: for scopes that they have not allowed, or, for apps without a secret at loopback addresses or private schemes, every time.",
    fix: "Start a sign-in without prompt=none.",
  },
  other_person: {
    title: "Another person signed in",
    why: "The request named a person by id_token_hint or claims, and somebody else signed in.",
    fix: "Leave the hint out when anybody may sign in.",
  },
  acr_unmet: {
    title: "The requested level of sign-in cannot be met",
    why: "claims asks for an essential acr that this sign-in does not have.",
    fix: "Ask for a value of acr_values_supported, or make it voluntary.",
  },
  person_denied: {
    title: "The person said no",
    why: "They pressed Cancel on the consent page. This is a normal answer.",
    fix: "Show a way back into your app, and ask again only when they want to.",
  },

  // the token request
  grant_type_unknown: {
    title: "Grant type is not known",
    why: "This portal does not have the grant_type that was sent.",
    fix: "Use one of those below.",
  },
  grant_type_unregistered: {
    title: "Grant type is not allowed",
    why: "The app is not registered for the grant_type that was sent.",
    fix: "Use a registered one. Both are named below.",
  },
  code_unknown: {
    title: "The code is unknown",
    why: "The portal never issued this code, or it is long over.",
    fix: "Send the code as your callback got it, decoded once, to the portal that issued it.",
  },
  code_of_other_client: {
    title: "The code is another app's",
    why: "It was issued to another client_id than the one that presents it.",
    fix: "Use the same client_id in the authorization request and at the token endpoint.",
  },
  code_used: {
    title: "Code used twice",
    why: "An authorization code works once. After the second use its tokens are revoked, since somebody may have copied it.",
    fix: "Exchange the code once, and do not retry with the same one. Check that nothing opens your callback a second time.",
  },
  code_expired: {
    title: "The code has expired",
    why: "A code works for 60 seconds, and this one came later.",
    fix: "Exchange the code as soon as your callback gets it.",
  },
  redirect_uri_not_repeated: {
    title: "redirect_uri is missing at the token endpoint",
    why: "The authorization request named an address and used no PKCE, so the token request must name it too.",
    fix: "Send the same redirect_uri with the code.",
  },
  redirect_uri_differs: {
    title: "redirect_uri differs at the token endpoint",
    why: "The address sent with the code is not the one of the authorization request.",
    fix: "Send the very same redirect_uri in both requests. Both are shown below.",
  },
  code_verifier_missing: {
    title: "code_verifier is missing",
    why: "The authorization request had a code_challenge, so the token request needs its verifier.",
    fix: "Keep the verifier with the sign-in it belongs to, and send it with the code.",
  },
  code_verifier_malformed: {
    title: "code_verifier is malformed",
    why: "It must have 43 to 128 letters, digits and - . _ ~ (RFC 7636 §4.1).",
    fix: "Let your library make it, and send it unchanged.",
  },
  code_verifier_wrong: {
    title: "code_verifier does not match",
    why: "SHA-256 of the verifier is not the code_challenge of the authorization request.",
    fix: "Keep the verifier with the sign-in it belongs to: two sign-ins at once must not share one.",
  },
  code_verifier_unexpected: {
    title: "code_verifier without a code_challenge",
    why: "The authorization request had no code_challenge. Somebody may have taken it out on its way.",
    fix: "Send code_challenge and code_challenge_method=S256 with the authorization request, or no verifier.",
  },
  refresh_token_unknown: {
    title: "The refresh token is unknown",
    why: "The portal never issued it, or it is long over.",
    fix: "Store the newest refresh token of each answer, and let people sign in again when it is refused.",
  },
  refresh_token_of_other_client: {
    title: "The refresh token is another app's",
    why: "It was issued to another client_id than the one that presents it.",
    fix: "Keep the tokens of your apps apart.",
  },
  refresh_token_replayed: {
    title: "An old refresh token was used",
    why: "It had been replaced by a newer one. Since somebody may have copied it, the access it stood for has ended.",
    fix: "Store the newest refresh token of each answer, for all processes at once, and let people sign in again.",
  },
  refresh_token_expired: {
    title: "The refresh token has expired",
    why: "It was not used for too long.",
    fix: "Let the person sign in again.",
  },
  grant_ended: {
    title: "The access has reached its end",
    why: "Refresh tokens end a set time after the person's yes, however often they are used; refresh_token_expires_in tells when.",
    fix: "Let the person sign in again.",
  },
  consent_ended: {
    title: "The time that the person allowed is over",
    why: "The person chose how long the app may use their account. Codes and tokens end at the same time; refresh_token_expires_in says when.",
    fix: "Send the person to the authorization endpoint again: they are asked again.",
  },
  grant_management_off: {
    title: "The app does not manage grants",
    why: "The request holds grant_management_action or grant_id, or asks the endpoint for grants, and the app’s settings do not allow that.",
    fix: "Turn on grant management in the app’s settings, or leave the parameters out.",
  },
  grant_action_missing: {
    title: "grant_management_action is missing",
    why: "The app must say in each request what becomes of the grant, or it sent a grant_id alone.",
    fix: "Send grant_management_action with create, merge or replace.",
  },
  grant_action_malformed: {
    title: "The action and the grant do not fit",
    why: "The action is unknown, or create came with a grant_id, or merge or replace without one.",
    fix: "Send create without grant_id, or merge or replace with the grant_id of the token response.",
  },
  grant_id_unknown: {
    title: "There is no such grant",
    why: "grant_id names no grant that this app has from this person. It may have ended, or be another person’s or app’s.",
    fix: "Start with create, and keep the grant_id of the token response with the person’s account.",
  },
  status_list_unknown: {
    title: "There is no such status list",
    why: "All its tokens have expired, or the address is not one that a token names.",
    fix: "Read the list at the address in the token's status claim, and only for tokens that have not expired.",
  },
  events_not_polled: {
    title: "The app does not fetch its events",
    why: "The app asked for its security events, but it is not set to fetch them.",
    fix: "In the console, open the app's security events and choose that the app fetches them.",
  },
  poll_malformed: {
    title: "The request for events is not as RFC 8936 says",
    why: "maxEvents is a whole number, returnImmediately true or false, ack a list of jti, and setErrs an object by jti.",
    fix: "Correct the parameter that is named here.",
  },
  grant_revoked: {
    title: "The access has ended",
    why: "The person took it back, signed out, or it was ended after a token was used twice.",
    fix: "Let the person sign in again.",
  },
  person_suspended: {
    title: "The account is suspended",
    why: "The operator has suspended the person's account.",
    fix: "Sign the person out of your app.",
  },
  scope_not_granted: {
    title: "scope asks for more than was granted",
    why: "A refresh can narrow the scope, never widen it.",
    fix: "Ask for it in a new authorization request, or leave scope out.",
  },
  scope_of_people: {
    title: "A scope about people without a person",
    why: "client_credentials is for the app itself, and openid, profile and the like are about people.",
    fix: "Ask for scopes of APIs only.",
  },
  resource_not_granted: {
    title: "resource is not part of this grant",
    why: "The token cannot be for this API: it does not exist, or the authorization request did not ask for it.",
    fix: "Name the API in the authorization request too.",
  },
  resource_ambiguous: {
    title: "resource must say which API",
    why: "An access token is for one API, and what was allowed is for several.",
    fix: "Send resource with the identifier of one API in each token request.",
  },
  scope_of_other_api: {
    title: "No scope of this API",
    why: "None of the requested scopes belongs to the API that resource names.",
    fix: "Ask for scopes of that API, or name the API of the scopes.",
  },

  // access tokens
  access_token_missing: {
    title: "No access token",
    why: "The request did not carry an access token where it belongs.",
    fix: "Send Authorization: Bearer, followed by the token.",
  },
  access_token_twice: {
    title: "Two access tokens",
    why: "The request carried a token in more than one place.",
    fix: "Send it in the Authorization header only.",
  },
  access_token_in_query: {
    title: "The access token came in the address",
    why: "Addresses end up in logs and histories (RFC 6750 §5.3).",
    fix: "Send it in the Authorization header.",
  },
  access_token_unusable: {
    title: "The access token is not valid",
    why: "It is unknown, expired or revoked.",
    fix: "Refresh it, or let the person sign in again.",
  },
  access_token_of_other_api: {
    title: "The access token is for another API",
    why: "It was issued for an API other than the one it was sent to.",
    fix: "Ask for a token for this API.",
  },
  access_token_of_person: {
    title: "The access token is a person's, and not the app's own",
    why: "An app manages the grants of all its people, so the token of one of them is not enough.",
    fix: "Ask for a token by client_credentials, with the scope for grants alone. A public app has none.",
  },
  access_token_scope: {
    title: "The access token lacks a scope",
    why: "The request needs a scope that the token does not have.",
    fix: "Ask for the scope in the authorization request; for userinfo it is openid.",
  },
  token_of_other_client: {
    title: "The app tried to revoke another app's token",
    why: "An app can revoke its own tokens only.",
    fix: "Keep the tokens of your apps apart.",
  },

  // registration and sign-out
  registration_closed: {
    title: "Registration is closed",
    why: "Programs cannot register apps at this portal.",
    fix: "Register the app in the console, or ask the operator.",
  },
  initial_token_unusable: {
    title: "The initial access token is not valid",
    why: "It is unknown, expired, revoked or used up.",
    fix: "Ask the operator for a new one.",
  },
  registration_token_unusable: {
    title: "The registration access token is not valid",
    why: "It is not the one of a client that is registered here.",
    fix: "Use the token that came with the registration.",
  },
  registration_changed: {
    title: "The app changed meanwhile",
    why: "Somebody changed, verified or deleted the app while its registration was being replaced.",
    fix: "Read the registration again, then replace it.",
  },
  metadata_refused: {
    title: "The metadata was refused",
    why: "A member has a value that cannot be registered. The message below names it.",
    fix: "Change that member.",
  },
  post_logout_redirect_uri_unregistered: {
    title: "post_logout_redirect_uri is not registered",
    why: "The request named an address that is not on the app's list of sign-out addresses.",
    fix: "Add it under Redirect URIs, or correct it in your app.",
  },
};

/** What the values that were kept with a cause are called. */
export const refusalValueWords: Readonly<Record<RefusalValue, string>> = {
  receivedClientId: "Received client_id",
  receivedRedirectUri: "Received redirect URI",
  expectedRedirectUri: "Redirect URI of the authorization request",
  receivedAuthMethod: "Sent by",
  expectedAuthMethod: "Registered",
  receivedScope: "Received scope",
  expectedScope: "Possible scope",
  receivedResource: "Received resource",
  receivedRequestUri: "Received request_uri",
  receivedResponseType: "Received response_type",
  expectedResponseType: "Possible response_type",
  receivedGrantType: "Received grant_type",
  expectedGrantType: "Possible grant_type",
  receivedChallengeMethod: "Received code_challenge_method",
  expectedChallengeMethod: "Possible code_challenge_method",
  receivedParameter: "Parameter",
  receivedDestination: "Requested as",
  problem: "Problem",
};
