import { headers } from "next/headers";
import { cache } from "react";
import { findUser } from "@/lib/db/people/users";
import { resetConfirmForm } from "./auth-forms";
import { type AuthPage, readAuthPage, type SearchParams } from "./auth-page";
import { isOutboxOpenTo } from "./mail";
import { findPendingCode } from "./mailed-code";
import { getPageWords } from "./page-words";
import { decodeEmail } from "./readable-host";
import { findResetLink } from "./reset-link";

/** What lets the person choose a new password. Looking at it uses nothing up: mail programs open links too. */
export type ResetWay =
  | { kind: "link"; token: string; email: string }
  /** the link was used or is over */
  | { kind: "over" }
  | { kind: "code"; email: string }
  | { kind: "none" };

/** What the page for a new password shows. */
export interface ResetView extends Pick<AuthPage, "csrf" | "destination" | "formState"> {
  documentTitle: string;
  way: ResetWay;
  /** where mails are read that nothing sends */
  outboxHref: string | null;
}

/** Read once per request, for the page and its title. */
export const readResetView = cache(async (searchParams: SearchParams): Promise<ResetView> => {
  const { csrf, destination, formState, page, query } = await readAuthPage(searchParams, resetConfirmForm);
  const sent = await headers();
  const way = await findWay(query("token"), sent);
  const { common, auth } = await getPageWords();
  const title = common.pageTitle(way.kind === "over" ? auth.reset.overTitle : auth.reset.confirmTitle, page.portalName);
  return {
    csrf,
    destination,
    formState,
    documentTitle: formState ? common.errorTitle(title) : title,
    way,
    outboxHref: isOutboxOpenTo(sent) ? "/outbox" : null,
  };
});

async function findWay(token: string | null, sent: Headers): Promise<ResetWay> {
  if (token !== null) {
    const proof = await findResetLink(token);
    const user = proof && (await findUser(proof.userId));
    return user && !user.suspendedAt ? { kind: "link", token, email: decodeEmail(user.email) } : { kind: "over" };
  }
  const pending = await findPendingCode("reset", sent);
  return pending ? { kind: "code", email: decodeEmail(pending.email) } : { kind: "none" };
}
