import type { Metadata } from "next";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";

/** `<title>` of a page of the account area: task – area – portal. */
export async function accountMetadata(title: string): Promise<Metadata> {
  const { account, common } = getWords();
  const { portalName } = await getPageContext();
  return { title: common.pageTitle(title, account.area, portalName) };
}
