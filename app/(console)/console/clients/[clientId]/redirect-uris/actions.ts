"use server";

import type { ActionState } from "@/lib/console/action-state";
import { requireActor } from "@/lib/console/console-page";
import {
  type RedirectUriListKind,
  submitAddedUris,
  submitChangedUri,
  submitRemovedUri,
  submitTriedUri,
} from "@/lib/console/uri-forms";

/** Adds the addresses of the form, one per line. */
export async function addUrisAction(
  clientId: string,
  kind: RedirectUriListKind,
  field: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  return submitAddedUris(await requireActor(), clientId, kind, field, state, form);
}

/** Adds an address that was tried and refused. */
export async function addTriedUriAction(clientId: string, uri: string): Promise<void> {
  await submitTriedUri(await requireActor(), clientId, uri);
}

/** Replaces an address. */
export async function changeUriAction(
  clientId: string,
  kind: RedirectUriListKind,
  id: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  return submitChangedUri(await requireActor(), clientId, kind, id, state, form);
}

/** Takes an address off the list. */
export async function removeUriAction(clientId: string, id: string): Promise<void> {
  await submitRemovedUri(await requireActor(), clientId, id);
}
