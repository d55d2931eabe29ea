"use server";

import type { ActionState } from "@/lib/console/action-state";
import { requireFreshActor } from "@/lib/console/console-page";
import {
  editorWith,
  type RedirectUriListKind,
  submitAddedUris,
  submitChangedUri,
  submitRemovedUri,
} from "@/lib/console/uri-forms";

/** Adds the addresses of the form, one per line. */
export async function addUrisAction(
  clientId: string,
  kind: RedirectUriListKind,
  field: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const editor = kind === "redirect" ? editorWith(clientId, form.get(field)) : undefined;
  return submitAddedUris(await requireFreshActor(editor), clientId, kind, field, state, form);
}

/** Replaces an address. */
export async function changeUriAction(
  clientId: string,
  kind: RedirectUriListKind,
  id: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  return submitChangedUri(await requireFreshActor(), clientId, kind, id, state, form);
}

/** Takes an address off the list. */
export async function removeUriAction(clientId: string, id: string): Promise<void> {
  await submitRemovedUri(await requireFreshActor(), clientId, id);
}
