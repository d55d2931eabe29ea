import { findCurrentUser } from "../auth/current-user";
import { getLoginPath } from "../auth/return-to";
import { wordsOf } from "../http/request-words";
import { seeOther } from "../http/see-other";
import { exportAccount } from "./export-account";

/**
 * Answers the person's data as a file; otherwise redirects to the sign-in page, which leads back to the page with the
 * link.
 */
export async function handleExport(request: Request): Promise<Response> {
  const user = await findCurrentUser(request);
  if (!user) return seeOther(getLoginPath("/account/data"));
  const now = new Date();
  const exported = await exportAccount(user, wordsOf(request, { account: user.locale }), now);
  return new Response(`${JSON.stringify(exported, null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="account-${now.toISOString().slice(0, 10)}.json"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
