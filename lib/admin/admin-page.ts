import { notFound } from "next/navigation";
import { cache } from "react";
import { findAdministrator, findSupport } from "../auth/actor";
import { type ActorPage, openActorPage } from "../auth/actor-page";
import { getPageWords } from "../auth/page-words";
import { ManagedGroup } from "../people/managed-group";
import { ManagedPerson } from "../people/managed-person";
import { type ClientReview, findReview } from "./review-clients";

/** What every page of the administration starts with; 404 for everybody but administrators. */
export const openAdminPage = cache(async (): Promise<ActorPage> => {
  const opened = await openActorPage();
  if (!(await findAdministrator(opened.actor))) notFound();
  return opened;
});

/** What the pages about people start with; 404 for everybody but administrators and support. */
export const openPeoplePage = cache(async (): Promise<ActorPage> => {
  const opened = await openActorPage();
  if (!(await findSupport(opened.actor))) notFound();
  return opened;
});

/** What a page about one app starts with, once per request; null where there is no such app. */
export const findReviewPage = cache(
  async (clientId: string): Promise<(ActorPage & { review: ClientReview }) | null> => {
    const opened = await openAdminPage();
    const review = await findReview(opened.actor, decodeURIComponent(clientId));
    return review && { ...opened, review };
  },
);

/** As `findReviewPage`, for the pages themselves: the layout around them says in words that there is no such app. */
export async function openReviewPage(clientId: string): Promise<ActorPage & { review: ClientReview }> {
  return (await findReviewPage(clientId)) ?? notFound();
}

/** What a page about one person starts with, once per request; null where there is no such account. */
export const findPersonPage = cache(async (userId: string): Promise<ManagedPerson | null> => {
  const opened = await openPeoplePage();
  return ManagedPerson.find(opened.actor, userId);
});

/**
 * As `findPersonPage`, for the pages themselves: the layout around them says in words that there is no such account.
 */
export async function openPersonPage(userId: string): Promise<ManagedPerson> {
  return (await findPersonPage(userId)) ?? notFound();
}

/** What a page about one group starts with, once per request; null where there is no such group. */
export const findGroupPage = cache(async (groupId: string): Promise<ManagedGroup | null> => {
  const opened = await openAdminPage();
  return ManagedGroup.find(opened.actor, groupId);
});

/** As `findGroupPage`, for the pages themselves: the layout around them says in words that there is no such group. */
export async function openGroupPage(groupId: string): Promise<ManagedGroup> {
  return (await findGroupPage(groupId)) ?? notFound();
}

/** `<title>` of a page of the administration. */
export async function adminTitle(task: string): Promise<{ title: string }> {
  const { page } = await openPeoplePage();
  const { common, admin } = await getPageWords();
  return { title: common.pageTitle(task, admin.area, page.portalName) };
}
