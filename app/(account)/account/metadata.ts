import type { Metadata } from "next";
import { getPageWords } from "@/lib/auth/page-words";
import { getPageContext } from "@/lib/http/page-context";

/** `<title>` of a page of the account area: task – area – portal. */
export async function accountMetadata(title: string): Promise<Metadata> {
  const { account, common } = await getPageWords();
  const { portalName } = await getPageContext();
  return { title: common.pageTitle(title, account.area, portalName) };
}
