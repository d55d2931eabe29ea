import type { OAuthErrorCode } from "../../oauth/errors";
import { errorCodeWords, parameterWords } from "./docs-reference";
import { formatNumber, pluralize } from "./formats";

/** A part of a page of the documentation. */
export interface DocSection {
  title: string;
  text: readonly string[];
}

/** A drawing in which messages go from one to another: what it shows, and each message in words. */
export interface DrawingWords {
  title: string;
  steps: readonly string[];
}

const codes: Readonly<Record<OAuthErrorCode, string>> = errorCodeWords;

/** The public documentation for developers of apps and APIs. */
export const docsWords = {
  area: "Documentation for developers",
  lead: "How apps sign people in at this portal, call APIs for them, and stop when the access has ended.",
  pagesLabel: "Pages of the documentation",
  groups: { concepts: "Concepts", guides: "Guides", reference: "Reference" },
  see: "Read on",
  openapi: "All of it as OpenAPI 3.1",
  openapiHint: "For programs that make clients or show an API.",
  notFound: {
    title: "There is no such page in the documentation",
    body: "The address may be mistyped, or the page has another name now.",
    action: "See all pages",
  },
  search: {
    label: "Search the documentation",
    action: "Search",
    found: (count: number, query: string) =>
      `${formatNumber(count)} ${pluralize(count, { one: "place", other: "places" })} for ${query}`,
    none: (query: string) => `Nothing was found for ${query}`,
    noneHint: "Search for the name of a parameter, an error, or an endpoint.",
  },
  app: {
    title: "Your app",
    choose: "App",
    show: "Show its values",
    signIn: "Sign in to see the values of your own app here",
    none: "You have no app yet.",
    register: "Register one",
    issuer: "Issuer",
    clientId: "Client ID",
    redirectUri: "Redirect URI",
    toConsole: "Open the app in the console",
    noRedirectUri: "The app has no redirect URI yet.",
    secretHint: "The client secret is not shown again. Keep it on your server, in a variable, never in the code.",
  },
  exampleOf: (source: string) => `From ${source}`,
  exampleHint: "The portal's tests run this very file.",
  requests: {
    authorize: "Send the browser here",
    token: "Exchange the code",
    api: "Call the API",
    refresh: "Get a new access token",
    service: "Get a token without a person",
    revoke: "Revoke a token",
    endSession: "Sign out at the portal",
  },
  actors: { person: "Person", app: "App", portal: "Portal", api: "API", other: "Somebody" },
  drawings: {
    flow: {
      title: "The way from registering an app to a new access token",
      steps: [
        "A developer registers the app with its name, its redirect URI and its scopes.",
        "The portal answers with a client ID and, if the app can keep one, a secret.",
        "The app sends the person's browser to the portal with an authorization request.",
        "The portal asks the person to sign in, and shows what the app asks for.",
        "The person approves, all of it or a part, or says no.",
        "The portal sends the browser back to the redirect URI with an authorization code.",
        "The app sends the code, with its secret or its code verifier, to the token endpoint.",
        "The portal answers with an access token, and with an ID token and a refresh token if they were asked for.",
        "The app calls the API with the access token.",
        "The API checks the token and answers.",
        "When the access token has expired, the app sends the refresh token to the token endpoint.",
        "The portal answers with a new access token.",
      ],
    },
    refresh: {
      title: "Refresh tokens of an app without a secret, and what happens to a copied one",
      steps: [
        "The app uses its refresh token.",
        "The portal answers with a new access token and a new refresh token. The old refresh token has ended.",
        "Somebody who copied the old refresh token uses it later.",
        "The portal refuses it, and ends the access that it stood for, since it cannot tell who is who.",
        "The app uses its newest refresh token.",
        "The portal refuses that as well. The app sends the person to sign in again, and whoever had the copy has nothing.",
      ],
    },
    check: {
      title: "How an API learns that a token has ended",
      steps: [
        "The app calls the API with an access token.",
        "For an opaque token, the API asks the introspection endpoint about it.",
        "The portal answers whether it is active, whose it is, and which scopes it has.",
        "For a JWT, the API fetches the portal's keys, and keeps them.",
        "It also fetches the status list that the token names, and keeps it for a few seconds.",
        "The list says whether the token was revoked. The API answers the app, or refuses with 401.",
      ],
    },
  },
  pages: {
    flow: {
      title: "How it works",
      lead: "From registering an app to a new access token, in twelve steps.",
      sections: {
        steps: {
          title: "The whole way",
          text: [
            "OAuth lets an app act for a person without ever seeing their password. OpenID Connect adds the ID token, which tells the app who the person is.",
          ],
        },
        roles: {
          title: "Who takes part",
          text: [
            "The portal is the authorization server: it knows people, asks them, and issues tokens. The app is the client. The person is what OAuth calls “resource owner”. The API takes the access tokens; OAuth calls it “resource server”.",
            "The browser carries only the code, which is of no use without the app's secret or code verifier. Tokens go straight from the portal to the app.",
          ],
        },
        requests: {
          title: "The requests",
          text: [
            "These are the requests themselves. Libraries send them for you. You need to know them if you read a log, or talk to the portal without a library.",
          ],
        },
      },
    },
    tokens: {
      title: "Codes, tokens and keys",
      lead: "What an app holds, what it looks like, and when it ends.",
      sections: {
        kinds: {
          title: "What there is",
          text: [
            "An authorization code begins with pt_ac_ and works once, for 60 seconds. An access token opens an API; expires_in says for how many seconds. A refresh token begins with pt_rt_ and gets new access tokens; refresh_token_expires_in says when it ends if nobody uses it.",
            "An ID token is a JWT about the sign-in, for the app alone. Never send it to an API: that is what access tokens are for.",
          ],
        },
        formats: {
          title: "Opaque tokens and JWTs",
          text: [
            "Opaque access tokens begin with pt_at_. Each API has its format: opaque tokens are checked by a question to the portal, JWTs by its keys. An app should not look into an access token, since the format can change without notice.",
            "JWTs are signed with keys that change. Take them from jwks_uri, choose by kid, and ask again when a kid is unknown. A new key is published 15 minutes before it signs anything.",
          ],
        },
        ends: {
          title: "When access ends",
          text: [
            "People choose how long an app may use their account, and can remove it at any time. Access also ends when the app revokes it, when nobody uses it for a long time, or when the account is suspended or deleted. Every code and token of it ends at the same time.",
            "Without offline_access, access ends when the person signs out at the portal as well.",
          ],
        },
        secrets: {
          title: "What secrets look like",
          text: [
            "Client secrets begin with pt_cs_, registration access tokens with pt_rg_. Forty-three letters, digits, hyphens and underscores follow each prefix, so scanners can find a leaked one with the expression pt_(at|rt|cs|rg)_[A-Za-z0-9_-]{43}.",
            "The portal keeps only hashes of them, so nobody can show you a lost one. Make another.",
          ],
        },
      },
    },
    "sign-in": {
      title: "Sign people in",
      lead: "With OpenID Connect and a library, in about ten lines.",
      sections: {
        library: {
          title: "Use a library",
          text: [
            "Every OpenID Connect library needs the same four values: the issuer, the client ID, the secret, and a redirect URI that is registered for the app. It finds all addresses by itself, in the issuer's metadata.",
            "The quickstart of your app in the console has a whole program for your framework.",
          ],
        },
        check: {
          title: "What is checked",
          text: [
            "A sign-in is safe if the app checks four things: state, that this browser started it; the code verifier, that this app did; nonce, that the ID token belongs to it; and iss, that this portal answered. Good libraries check all of them if you let them.",
            "Know people by sub, and never by their email address, which can change and can later be somebody else's.",
          ],
        },
        scopes: {
          title: "Ask for little",
          text: [
            "openid gives a sub, profile a name and a picture, and email the address. With offline_access, the app keeps its access while the person is away. People can leave out optional scopes, so read scope in the answer to learn what you got.",
          ],
        },
      },
    },
    "call-an-api": {
      title: "Call an API",
      lead: "With an access token in the Authorization header.",
      sections: {
        ask: {
          title: "Ask for the API",
          text: [
            "Ask for the API's scopes in the authorization request, and name it with resource if your app uses several. An access token is for one API; the token endpoint gives one for each API that was allowed.",
          ],
        },
        call: {
          title: "Call it",
          text: [
            "Send Authorization: Bearer, a space, and the token. Get a new token shortly before the old one expires, and once more when an API answers 401 with invalid_token: the token may have been revoked.",
            "403 with insufficient_scope means that the person did not allow enough. Send them to the authorization endpoint with the scope that is missing, at the moment when they want what needs it.",
          ],
        },
      },
    },
    "protect-an-api": {
      title: "Protect an API",
      lead: "Check each access token before you answer.",
      sections: {
        register: {
          title: "Register the API",
          text: [
            "An administrator registers the API, its scopes, and the format of its tokens in the console. The identifier is what tokens carry as aud.",
          ],
        },
        check: {
          title: "Two ways to check a token",
          text: [
            "Opaque tokens: ask the introspection endpoint with the API's own credentials. The answer is up to date, and costs a request for each call.",
            "JWTs: check the signature with the portal's keys, then iss, aud, exp, and the type at+jwt. That needs no request for each call, but a JWT that was revoked goes on working unless the API checks its status list.",
          ],
        },
        jwt: {
          title: "Check a JWT",
          text: ["The middleware does all of it, and asks for a scope where one is needed."],
        },
        opaque: {
          title: "Ask about an opaque token",
          text: ["Refuse a token that is active but meant for another API: aud says for which one."],
        },
      },
    },
    refresh: {
      title: "Refresh tokens",
      lead: "New access tokens without asking the person again.",
      sections: {
        get: {
          title: "Get a refresh token",
          text: [
            "Ask for offline_access. The consent page tells the person that the app keeps access while they are away, and they can leave it out.",
          ],
        },
        use: {
          title: "Use it",
          text: [
            "Send it to the token endpoint with grant_type=refresh_token. If the answer has a refresh_token, store it in place of the old one before you do anything else. Apps with a secret keep the same one; apps without get a new one each time.",
            "Two requests at once are fine: for ten seconds, an old refresh token gives the same successor.",
          ],
        },
        copied: {
          title: "If somebody copied one",
          text: ["An old refresh token that comes back later ends the access of both."],
        },
        refused: {
          title: "When it is refused",
          text: [
            "invalid_grant is final: the person removed the app, the time is over, or a token was used twice. Forget the tokens, and let the person sign in again. Do not repeat the request.",
          ],
        },
      },
    },
    "sign-out": {
      title: "Sign out",
      lead: "Of the app, and of the portal if the person wants that.",
      sections: {
        app: {
          title: "At the app",
          text: ["End your own session, and revoke the refresh token. Revoking it ends all tokens of that access."],
        },
        portal: {
          title: "At the portal too",
          text: [
            "Send the browser to the end-session endpoint with the ID token as id_token_hint. The portal ends its session and sends the person to a post_logout_redirect_uri that is registered for the app. Without the ID token, the person is asked first.",
          ],
        },
        told: {
          title: "When people sign out elsewhere",
          text: [
            "Register a back-channel address, and the portal posts a logout token there when the person signs out. Its sid is that of the ID token. Or fetch security events, which tell of more.",
          ],
        },
      },
    },
    events: {
      title: "Hear of security events",
      lead: "Learn that a person removed the app, signed out, or lost their account.",
      sections: {
        what: {
          title: "What you hear",
          text: [
            "The portal tells an app of what concerns its own people: access that was given, narrowed, removed or has expired; sessions that ended; accounts that were suspended or deleted; passwords that were changed; secrets that will expire. APIs hear which JWT access tokens were revoked.",
            "Each event is a signed token of the type secevent+jwt. The person is named by the same sub that your app knows.",
          ],
        },
        how: {
          title: "Fetch them, or let them be sent",
          text: [
            "Choose one in the console, on the page of the app's security events. Fetching works from behind a firewall: each request waits a few seconds for news, and acknowledges what came before. For sending, give an https address; the portal tries it first.",
            "An event can come twice, and in another order than it happened. Remember jti, and compare toe with the time of the session that you are about to end.",
          ],
        },
      },
    },
    "status-lists": {
      title: "Check status lists",
      lead: "Refuse a JWT access token within 15 seconds after it was revoked.",
      sections: {
        why: {
          title: "Why",
          text: [
            "A JWT is valid until its exp, whatever happens to it. Each JWT access token names a place in a status list: a compressed list of bits, signed by the portal, in which a set bit means revoked.",
          ],
        },
        how: {
          title: "How",
          text: [
            "After the signature, read status.status_list in the token. Fetch the list at its uri if you do not have it, or if its ttl is over; check its signature and its exp; and look at the bit idx. One list serves a hundred thousand tokens, so it is a request every few seconds, not for each call.",
            "Fetch lists only from the issuer's own address. If a list cannot be read and the last one has expired, refuse.",
          ],
        },
      },
    },
    spa: {
      title: "Single-page apps",
      lead: "In the browser, without a secret, with PKCE.",
      sections: {
        register: {
          title: "Register",
          text: [
            "Choose Single-page app. It gets no secret, and every sign-in needs PKCE. The token endpoint, userinfo and revocation answer scripts of any origin.",
          ],
        },
        keep: {
          title: "Keep tokens out of reach",
          text: [
            "Whatever script runs on your page can read what your page can. Keep tokens in memory rather than in localStorage, and keep other scripts out by a content security policy. If you have a server, let it hold the tokens instead, and give the browser a cookie.",
          ],
        },
        code: { title: "A whole app", text: ["React, with oidc-client-ts below it."] },
      },
    },
    native: {
      title: "Mobile, desktop and command line",
      lead: "In the system's browser, back through a loopback address or an app link.",
      sections: {
        browser: {
          title: "Use the system's browser",
          text: [
            "Never show the sign-in in a web view: people could not see where they type, and their passkeys do not work there (RFC 8252).",
          ],
        },
        back: {
          title: "The way back",
          text: [
            "On desktops, listen on http://127.0.0.1 with any free port; the portal ignores the port of registered loopback addresses. On phones, use an https app link that belongs to the app. Private schemes work too, but any other app can claim the same one, so the person is asked each time.",
          ],
        },
        code: {
          title: "A desktop program",
          text: ["In Qt's network library for Python: it opens the browser, listens, and uses PKCE by itself."],
        },
      },
    },
    "machine-to-machine": {
      title: "Services without people",
      lead: "A program gets tokens for itself, by its secret or its key.",
      sections: {
        register: {
          title: "Register",
          text: [
            "Choose Service. It may ask for scopes of APIs, and for none that are about people. For a key instead of a secret, register private_key_jwt and your JWKS.",
          ],
        },
        code: {
          title: "Get a token, and keep it",
          text: [
            "One token serves all calls until it expires. Asking for one before each call makes every call slower, and reaches limits.",
          ],
        },
      },
    },
    leaks: {
      title: "Report a leaked secret",
      lead: "Whoever finds a secret or a token of this portal in public can end it at once.",
      sections: {
        report: {
          title: "Report what you found",
          text: [
            "Paste a client secret, a token, or the text that holds them. What still works ends at once, and the owner of the app is told by mail. You are told nothing about it, whether it was real or not.",
            "Not everything is found: a secret that an app brought from another program is not until its first use here, and tokens of directories are not at all. Whoever looks after the app or the directory replaces these.",
          ],
        },
        scanners: {
          title: "For scanners",
          text: [
            "POST the format of GitHub's secret scanning partner program to /oauth/leaks: a JSON array of objects with token, type, url and source. The answer to a report that GitHub signed says what was real. All other reports get an empty object.",
          ],
        },
        after: {
          title: "If it was yours",
          text: [
            "Make a new secret in the console, put it where your app reads it, and take the old one out of wherever it was published, its history included. A revoked refresh token ends all of its access, so those people sign in again.",
          ],
        },
      },
    },
    endpoints: {
      title: "Endpoints",
      lead: "Every address of the protocol and of the portal's own API.",
      sections: {
        discovery: {
          title: "Find them by a program",
          text: [
            "The issuer's metadata has all addresses and everything that this portal supports. Read it at start, and write no other address into your code.",
          ],
        },
      },
    },
    errors: {
      title: "Errors",
      lead: "Every error that the portal answers, what can cause it, and how to mend it.",
      sections: {
        read: {
          title: "Which cause was it?",
          text: [
            "Answers say little where details would help an attacker. The console says everything: open Events of your app, where each refused request has its cause, what came, and what was expected. Where a remedy on this page says “below”, it means that page.",
          ],
        },
      },
    },
    changes: {
      title: "Changes",
      lead: "What changed from version to version, as far as apps, APIs and operators notice.",
      sections: {},
    },
  },
  leakForm: {
    label: "What you found",
    hint: "Up to 20 secrets or tokens.",
    action: "End it",
    sent: "Thank you. Whatever was real no longer works.",
  },
  errors: {
    codesTitle: "Error codes",
    causesTitle: "Causes",
    causesOf: "Possible causes",
    why: "Why",
    fix: "What to do",
    seen: "Seen as",
    codes,
    toCatalogue: "In the error catalogue",
  },
  endpoints: {
    protocol: "The protocol",
    api: "The portal's API",
    apiHint: "For an access token with the scope that stands beside each operation.",
    parameters: "Parameters",
    scope: "Scope",
    anyOrigin: "Scripts of every origin may call it.",
    forBrowsers: "For the person's browser, not for programs.",
    purposes: {
      authorize: "Asks a person to sign in and to allow the app something.",
      token: "Exchanges a code or a refresh token for an access token, or gives a service its own.",
      userinfo: "Says who the person of an access token is.",
      introspect: "Says whether a token is active, for the API that got it or the app whose it is.",
      revoke: "Ends a token: an access token alone, a refresh token with all of its access.",
      events: "Hands out signed security events to an app or API that fetches them.",
      grants: "Says what a grant of the app holds, or gives it back.",
      leaks: "Takes reports of secrets and tokens that were found in public, and ends them.",
      jwks: "The public keys by which tokens are checked.",
      "status-lists": "Signed lists that say which JWT access tokens were revoked.",
      register: "Registers an app by a program, and lets it read, replace and delete its registration.",
      "end-session": "Signs the person out at the portal, and tells the apps.",
      "check-session": "A page for a hidden frame, by which an app notices that the person signed out.",
      "openid-configuration": "The metadata, as OpenID Connect names it.",
      "oauth-authorization-server": "The same metadata, as OAuth names it.",
      "oauth-protected-resource": "The metadata of userinfo as an API.",
      v1: "The metadata of the portal's own API.",
      "ssf-configuration": "The metadata of security events.",
    },
    parameterTexts: parameterWords,
  },
};
