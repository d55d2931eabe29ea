import { notFound } from "next/navigation";
import { cache } from "react";
import type { ResourceDetails } from "../db/resources";
import { type ConsolePage, openConsolePage } from "./console-page";
import { findResource, findResourceActor } from "./resources";

/** What every page about APIs starts with; "no such page" for everybody but administrators. */
export const openResourcesPage = cache(async (): Promise<ConsolePage> => {
  const opened = await openConsolePage();
  if (!(await findResourceActor(opened.actor))) notFound();
  return opened;
});

/** A page about one API. */
export const openResourcePage = cache(
  async (resourceId: string): Promise<ConsolePage & { resource: ResourceDetails }> => {
    const opened = await openResourcesPage();
    const resource = await findResource(opened.actor, resourceId);
    if (!resource) notFound();
    return { ...opened, resource };
  },
);

/** Props of every page under `/console/apis/[resourceId]`. */
export interface ResourceParams {
  params: Promise<{ resourceId: string }>;
}
