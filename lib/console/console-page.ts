import { notFound } from "next/navigation";
import { cache } from "react";
import { type ActorPage, openActorPage, requireActor, requireFreshActor } from "../auth/actor-page";
import { getPageWords } from "../auth/page-words";
import { type ShownStatus, statusOf } from "../clients/list-clients";
import { ManagedClient, OwnedClient, SeenClient } from "../clients/managed-client";
import type { ClientDetails } from "../db/clients/clients";

export interface ClientPage extends ActorPage {
  managed: SeenClient;
  client: ClientDetails;
  status: ShownStatus;
}

/**
 * What every page about one client starts with, once per request; null for a client that is not the person's.
 * The layout around those pages asks this and says in words that there is no such app.
 */
export const findClientPage = cache(async (clientId: string): Promise<ClientPage | null> => {
  const opened = await openActorPage();
  const managed = await SeenClient.find(opened.actor, decodeURIComponent(clientId));
  return managed && { ...opened, managed, client: managed.client, status: statusOf(managed.client) };
});

/** As `findClientPage`, for the pages themselves. */
export async function openClientPage(clientId: string): Promise<ClientPage> {
  return (await findClientPage(clientId)) ?? notFound();
}

/** The client that a Server Action changes; 404 for a client that the person may not change. */
export async function requireClient(clientId: string): Promise<ManagedClient> {
  return (await ManagedClient.find(await requireActor(), clientId)) ?? notFound();
}

/** As `requireClient`, for a person who proved who they are within ten minutes (`requireFreshActor`). */
export async function requireFreshClient(clientId: string, returnTo?: string): Promise<ManagedClient> {
  return (await ManagedClient.find(await requireFreshActor(returnTo), clientId)) ?? notFound();
}

/** As `requireFreshClient`, for what only its owner may do. */
export async function requireFreshOwnedClient(clientId: string, returnTo?: string): Promise<OwnedClient> {
  return (await OwnedClient.find(await requireFreshActor(returnTo), clientId)) ?? notFound();
}

/** As `requireClient`, for what only its owner may do. */
export async function requireOwnedClient(clientId: string): Promise<OwnedClient> {
  return (await OwnedClient.find(await requireActor(), clientId)) ?? notFound();
}

/** `<title>` of a page of the console. */
export async function consoleTitle(...parts: string[]): Promise<{ title: string }> {
  const { page } = await openActorPage();
  const { common } = await getPageWords();
  return { title: common.pageTitle(...parts, page.portalName) };
}

/** `<title>` of a page about one client. */
export async function clientTitle(task: string, clientId: string): Promise<{ title: string }> {
  const { client } = await openClientPage(clientId);
  return consoleTitle(task, client.name);
}

/** Props of every page under `/console/clients/[clientId]`. */
export interface ClientParams {
  params: Promise<{ clientId: string }>;
}
