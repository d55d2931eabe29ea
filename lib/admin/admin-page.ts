import { notFound } from "next/navigation";
import { cache } from "react";
import { type ConsolePage, openConsolePage } from "../console/console-page";
import { getWords } from "../i18n/words";
import { findAdministrator } from "./authorise";
import { type ClientReview, findReview } from "./review-clients";

/** What every page of the administration starts with; "no such page" for everybody but administrators. */
export const openAdminPage = cache(async (): Promise<ConsolePage> => {
  const opened = await openConsolePage();
  if (!(await findAdministrator(opened.actor))) notFound();
  return opened;
});

/** A page about one app. */
export const openReviewPage = cache(async (clientId: string): Promise<ConsolePage & { review: ClientReview }> => {
  const opened = await openAdminPage();
  const review = await findReview(opened.actor, decodeURIComponent(clientId));
  if (!review) notFound();
  return { ...opened, review };
});

/** `<title>` of a page of the administration. */
export async function adminTitle(task: string): Promise<{ title: string }> {
  const { page } = await openAdminPage();
  const { common, admin } = getWords();
  return { title: common.pageTitle(task, admin.area, page.portalName) };
}
