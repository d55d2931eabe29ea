import { headers } from "next/headers";
import { toActor } from "../auth/actor";
import { getCurrentUser } from "../auth/require-user";
import { getLoginPath } from "../auth/return-to";
import { getEnv } from "../env";
import { sourceOf } from "../http/act-source";
import { getPageContext } from "../http/page-context";
import { findReaderApps, type ReaderApps } from "./reader-app";
import { type ExampleApp, inventedApp } from "./requests";

/** Whose values a page of the documentation shows. */
export interface OpenedReader {
  /** null: nobody is signed in */
  apps: ReaderApps | null;
  shown: ExampleApp;
  /** the sign-in page, which leads back */
  loginHref: string;
}

/** The apps of whoever reads the page that is being drawn. @param wanted the client ID that the address names */
export async function openReaderApps(wanted: string | null): Promise<OpenedReader> {
  const { issuer } = getEnv();
  const [{ path }, user] = await Promise.all([getPageContext(), getCurrentUser()]);
  const loginHref = getLoginPath(path);
  if (!user) return { apps: null, shown: inventedApp(issuer), loginHref };
  const actor = toActor(user, sourceOf(await headers()));
  const apps = await findReaderApps(actor, wanted, issuer);
  return { apps, shown: apps.shown, loginHref };
}
