"use client";

import { useActionState } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { SecretState } from "@/lib/console/secret-forms";
import { SecretOnce, type SecretOnceWords } from "./secret-once";

export interface NewSecretProps {
  action: (state: SecretState, form: FormData) => Promise<SecretState>;
  /** random per page: a form that is sent twice makes one secret */
  requestKey: string;
  /** path of this page, for when the secret was taken */
  path: string;
  /** false: there is no room for another; what was made by the last press still shows */
  isOffered: boolean;
  variant: "primary" | "secondary";
  words: SecretOnceWords & { create: string; done: string };
}

/**
 * Makes a secret and shows it in the same place, this once. It must stand on the page whether or not another secret
 * fits: the answer to the press is the page as it is afterwards, and the value lives in this component only.
 */
export function NewSecret({ action, requestKey, path, isOffered, variant, words }: NewSecretProps) {
  const [state, submit, isPending] = useActionState(action, {
    attempt: 0,
    message: null,
    fields: {},
    values: {},
    created: null,
  });
  if (state.created) {
    return (
      <div className="grid gap-4 rounded-control border border-accent bg-surface p-4">
        <SecretOnce secret={state.created.secret} env={state.created.env} words={words} />
        <div>
          <LinkButton variant="primary" href={path}>
            {words.done}
          </LinkButton>
        </div>
      </div>
    );
  }
  if (!isOffered && !state.message) return null;
  return (
    <form id="create-secret" action={submit} aria-busy={isPending || undefined} className="grid gap-3">
      {state.message ? (
        <Note tone="danger" role="alert">
          {state.message}
        </Note>
      ) : null}
      <input type="hidden" name="requestKey" value={requestKey} />
      <div>
        <Button variant={variant} disabled={!isOffered}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
