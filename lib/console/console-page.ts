import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { CurrentUser } from "../auth/current-user";
import { requireFreshUser, requireUser } from "../auth/require-user";
import type { ClientDetails } from "../db/clients";
import { sourceOf } from "../http/act-source";
import { type Flash, readFlash } from "../http/flash";
import { getPageContext } from "../http/page-context";
import { getWords } from "../i18n/words";
import { type Actor, findManagedClient } from "./authorise";
import { type ShownStatus, statusOf } from "./list-clients";

export interface ConsolePage {
  page: Awaited<ReturnType<typeof getPageContext>>;
  user: CurrentUser;
  actor: Actor;
  flash: Flash | null;
}

/** The person behind a page or Server Action of the console; without one, the sign-in page and back. */
export async function requireActor(): Promise<Actor> {
  return toActor(await requireUser((await getPageContext()).path));
}

/**
 * As `requireActor`, for credentials and for where codes are sent: the person proved who they are within ten minutes.
 * @param returnTo where they come back to from the sign-in page; this page, when it is left out
 */
export async function requireFreshActor(returnTo?: string): Promise<Actor> {
  return toActor(await requireFreshUser(returnTo ?? (await getPageContext()).path));
}

async function toActor({ userId, isAdmin }: CurrentUser): Promise<Actor> {
  return { userId, isAdmin, source: sourceOf(await headers()) };
}

/** What every page of the console starts with; once per request. */
export const openConsolePage = cache(async (): Promise<ConsolePage> => {
  const page = await getPageContext();
  const user = await requireUser(page.path);
  return { page, user, actor: await toActor(user), flash: await readFlash() };
});

export interface ClientPage extends ConsolePage {
  client: ClientDetails;
  status: ShownStatus;
}

/** A page about one client; "no such page" for a client that is not the person's. */
export const openClientPage = cache(async (clientId: string): Promise<ClientPage> => {
  const opened = await openConsolePage();
  const client = await findManagedClient(opened.actor, decodeURIComponent(clientId));
  if (!client) notFound();
  return { ...opened, client, status: statusOf(client) };
});

/** `<title>` of a page of the console. */
export async function consoleTitle(...parts: string[]): Promise<{ title: string }> {
  const { page } = await openConsolePage();
  return { title: getWords().common.pageTitle(...parts, page.portalName) };
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
