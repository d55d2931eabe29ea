import { notFound } from "next/navigation";
import { cache } from "react";
import { findApi, findApiActor } from "../apis/registered-apis";
import { type ActorPage, openActorPage } from "../auth/actor-page";
import type { ApiDetails } from "../db/clients/apis";

/** What every page about APIs starts with, once per request; null for everybody but administrators. */
export const findApisPage = cache(async (): Promise<ActorPage | null> => {
  const opened = await openActorPage();
  return (await findApiActor(opened.actor)) && opened;
});

/** As `findApisPage`, for the pages themselves: the layout around them says in words that there is no such page. */
export async function openApisPage(): Promise<ActorPage> {
  return (await findApisPage()) ?? notFound();
}

/** What a page about one API starts with, once per request; null where there is no such API. */
export const findApiPage = cache(async (apiId: string): Promise<(ActorPage & { api: ApiDetails }) | null> => {
  const opened = await openApisPage();
  const api = await findApi(opened.actor, apiId);
  return api && { ...opened, api };
});

/** As `findApiPage`, for the pages themselves. */
export async function openApiPage(apiId: string): Promise<ActorPage & { api: ApiDetails }> {
  return (await findApiPage(apiId)) ?? notFound();
}

/** Props of every page under `/console/apis/[apiId]`. */
export interface ApiParams {
  params: Promise<{ apiId: string }>;
}
