import { cache } from "react";
import { findUpstream } from "@/lib/db/people/upstreams";
import { connectForm } from "./auth-forms";
import { readAuthPage, type SearchParams } from "./auth-page";
import { isProofFresh } from "./fresh-proof";
import { getPageWords } from "./page-words";
import { getLoginPath } from "./return-to";
import { UPSTREAM_LINKS_PAGE } from "./upstreams/begin";

/** What the page shows on which somebody adds an account at an upstream to theirs. */
export interface ConnectView {
  documentTitle: string;
  upstreamId: string;
  name: string;
  csrf: string;
  error: string | null;
  /** there is no such upstream, or the person has to sign in first */
  redirectTo: string | null;
}

/** Read once per request, for the page and its title. */
export const readConnectView = cache(async (searchParams: SearchParams): Promise<ConnectView> => {
  const { page, user, csrf, formState, query } = await readAuthPage(searchParams, connectForm);
  const upstream = await findUpstream(query("upstream") ?? "");
  const { common, auth } = await getPageWords();
  const { upstreamId = "", name = "" } = upstream ?? {};
  const title = common.pageTitle(auth.upstream.connectTitle(name), page.portalName);
  const here = `/login/upstream/connect?upstream=${encodeURIComponent(upstreamId)}`;
  const isFresh = user !== null && (await isProofFresh(user));
  return {
    documentTitle: formState?.message ? common.errorTitle(title) : title,
    upstreamId,
    name,
    csrf,
    error: formState?.message ?? null,
    redirectTo: !upstream?.isOn ? UPSTREAM_LINKS_PAGE : isFresh ? null : getLoginPath(here, { isFresh: user !== null }),
  };
});
