import { z } from "zod";
import type { Upstream, UpstreamPreset } from "@/lib/db/people/upstreams";

/** What an upstream says of somebody's account there. */
export interface ClaimedAccount {
  /** never changes there */
  subject: string;
  email: string | null;
  /** whether the upstream says that the mailbox is theirs, and is believed */
  isEmailVerified: boolean;
  name: string | null;
  /** what they are called there, where it is neither a name nor an address */
  nickname: string | null;
}

/** Reads a JSON document of an upstream's API with the person's access token. */
export type ReadApi = (url: string) => Promise<unknown>;

/** Who somebody is, by an ID token. */
export interface OpenIdPreset {
  kind: "openid";
  /** null: the administrator names it */
  issuer: string | null;
  scopes: readonly string[];
  /**
   * whether `email_verified` counts. Not where whoever runs a tenant can write any address into an account there, or where
   * addresses are not proved
   */
  isMailBelieved: boolean;
}

/** Who somebody is, by an API, where there is no ID token. */
export interface OAuthPreset {
  kind: "oauth";
  /** stands for the issuer of the subjects */
  issuer: string;
  scopes: readonly string[];
  authorizationEndpoint: string;
  tokenEndpoint: string;
  readAccount: (read: ReadApi) => Promise<ClaimedAccount>;
}

const githubUser = z.object({
  id: z.number().int(),
  login: z.string(),
  name: z.string().nullish(),
});
const githubMails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

const naverUser = z.object({
  response: z.object({ id: z.string(), email: z.string().nullish(), name: z.string().nullish() }),
});

/** @see https://docs.github.com/en/rest/users */
async function readGithubAccount(read: ReadApi): Promise<ClaimedAccount> {
  const { id, login, name = null } = githubUser.parse(await read("https://api.github.com/user"));
  const mails = githubMails.parse(await read("https://api.github.com/user/emails"));
  const mail = mails.find(({ primary, verified }) => primary && verified) ?? null;
  const email = mail?.email ?? null;
  return { subject: String(id), email, isEmailVerified: mail !== null, name, nickname: login };
}

/** Naver does not prove that an address is somebody's. @see https://developers.naver.com/docs/login/profile/profile.md */
async function readNaverAccount(read: ReadApi): Promise<ClaimedAccount> {
  const { id, email = null, name = null } = naverUser.parse(await read("https://openapi.naver.com/v1/nid/me")).response;
  return { subject: id, email, isEmailVerified: false, name, nickname: null };
}

const OPENID_SCOPES = ["openid", "email", "profile"];

/** How each kind of upstream is asked who somebody is, in the order in which an administrator chooses one. */
export const PRESETS = {
  openid: { kind: "openid", issuer: null, scopes: OPENID_SCOPES, isMailBelieved: true },
  google: { kind: "openid", issuer: "https://accounts.google.com", scopes: OPENID_SCOPES, isMailBelieved: true },
  microsoft: {
    kind: "openid",
    issuer: "https://login.microsoftonline.com/common/v2.0",
    scopes: OPENID_SCOPES,
    isMailBelieved: false,
  },
  github: {
    kind: "oauth",
    issuer: "https://github.com",
    scopes: ["read:user", "user:email"],
    authorizationEndpoint: "https://github.com/login/oauth/authorize",
    tokenEndpoint: "https://github.com/login/oauth/access_token",
    readAccount: readGithubAccount,
  },
  kakao: {
    kind: "openid",
    issuer: "https://kauth.kakao.com",
    scopes: ["openid", "account_email", "profile_nickname"],
    isMailBelieved: false,
  },
  naver: {
    kind: "oauth",
    issuer: "https://nid.naver.com",
    scopes: [],
    authorizationEndpoint: "https://nid.naver.com/oauth2.0/authorize",
    tokenEndpoint: "https://nid.naver.com/oauth2.0/token",
    readAccount: readNaverAccount,
  },
} as const satisfies Record<UpstreamPreset, OpenIdPreset | OAuthPreset>;

/** The names of all presets, in the same order. */
export const UPSTREAM_PRESETS = Object.keys(PRESETS) as UpstreamPreset[];

/** How this upstream is asked. */
export function presetOf({ preset }: Pick<Upstream, "preset">): OpenIdPreset | OAuthPreset {
  return PRESETS[preset];
}

/** Whether it can say when somebody signed in there, so that a proof can be asked for anew. */
export function canProveAnew(upstream: Pick<Upstream, "preset">): boolean {
  return presetOf(upstream).kind === "openid";
}
