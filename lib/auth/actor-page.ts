import { headers } from "next/headers";
import { cache } from "react";
import { sourceOf } from "../http/act-source";
import { getPageContext } from "../http/page-context";
import { type Actor, toActor } from "./actor";
import type { CurrentUser } from "./current-user";
import { requireFreshUser, requireUser } from "./require-user";

/** A page, and the person who opened it, as an actor. */
export interface ActorPage {
  page: Awaited<ReturnType<typeof getPageContext>>;
  user: CurrentUser;
  actor: Actor;
}

/**
 * The person behind a page or Server Action of the console or the administration; otherwise redirects to the sign-in
 * page, which leads back.
 */
export async function requireActor(): Promise<Actor> {
  return actAs(await requireUser((await getPageContext()).path));
}

/**
 * As `requireActor`, for changes of credentials and redirect URIs: the person proved who they are within ten minutes.
 * @param returnTo where the sign-in page leads back to; default: this page
 */
export async function requireFreshActor(returnTo?: string): Promise<Actor> {
  return actAs(await requireFreshUser(returnTo ?? (await getPageContext()).path));
}

async function actAs(user: CurrentUser): Promise<Actor> {
  return toActor(user, sourceOf(await headers()));
}

/** What every page of the console and of the administration starts with, once per request. */
export const openActorPage = cache(async (): Promise<ActorPage> => {
  const page = await getPageContext();
  const user = await requireUser(page.path);
  return { page, user, actor: await actAs(user) };
});
