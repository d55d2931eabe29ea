import { ActionForm } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import { FocusTarget } from "@/components/ui/focus-target";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { UPSTREAM_PRESETS } from "@/lib/auth/upstreams/presets";
import type { Words } from "@/lib/i18n/words";
import { type ManagedUpstream, nameSeenUpstream } from "@/lib/people/upstreams";
import { addUpstreamAction, changeUpstreamAction } from "../actions";

export interface UpstreamFormProps {
  words: Words;
  /** the one to change, whose short name and kind stay; null: a new one */
  upstream: ManagedUpstream | null;
  /** to be registered there */
  redirectUri: string;
}

/** Adds or changes a place where people can sign in to come here. */
export function UpstreamForm({ words, upstream, redirectUri }: UpstreamFormProps) {
  const texts = words.admin.upstreams;
  const plain = { spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <ActionForm
      action={
        upstream ? changeUpstreamAction.bind(null, upstream.upstreamId, nameSeenUpstream(upstream)) : addUpstreamAction
      }
      errorTitle={words.common.errorTitle(texts.title)}
      label={upstream ? texts.editTitle(upstream.name) : texts.create}
      className="grid max-w-xl gap-5"
    >
      {upstream ? (
        <>
          <FocusTarget key={upstream.upstreamId} id="name" />
          <p className="text-sm text-fg-muted">{texts.editHint(texts.presets[upstream.preset])}</p>
        </>
      ) : (
        <>
          <FormSelect
            id="preset"
            label={texts.preset}
            options={UPSTREAM_PRESETS.map((value) => ({ value, label: texts.presets[value] }))}
          />
          <FormField id="id" label={texts.id} hint={texts.idHint} maxLength={32} {...plain} />
        </>
      )}
      <p className="text-sm wrap-anywhere text-fg-muted">
        {texts.redirectUri} <code>{redirectUri}</code>
      </p>
      <FormField id="name" label={texts.name} hint={texts.nameHint} maxLength={60} defaultValue={upstream?.name} />
      {upstream ? null : (
        <FormField id="issuer" label={texts.issuer} hint={texts.issuerHint} maxLength={500} {...plain} />
      )}
      <FormField id="client-id" label={texts.clientId} maxLength={255} defaultValue={upstream?.clientId} {...plain} />
      <FormField
        id="secret"
        type="password"
        label={texts.secret}
        hint={upstream ? texts.secretKept : texts.secretHint}
        maxLength={1000}
      />
      <FormField
        id="scopes"
        label={texts.scopes}
        hint={texts.scopesHint}
        maxLength={1000}
        defaultValue={upstream?.scopes.join(" ")}
        {...plain}
      />
      <FormField
        id="domains"
        label={texts.domains}
        hint={texts.domainsHint}
        maxLength={5000}
        defaultValue={upstream?.domains.join(", ")}
        {...plain}
      />
      <FormCheckbox
        id="allows-sign-up"
        label={texts.allowsSignUp}
        hint={texts.allowsSignUpHint}
        defaultChecked={upstream?.allowsSignUp ?? false}
      />
      <FormCheckbox id="is-on" label={texts.isOn} defaultChecked={upstream?.isOn ?? true} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary">{upstream ? texts.save : texts.submit}</Button>
        {upstream ? <InPlaceLink href="/admin/sign-in">{words.common.cancel}</InPlaceLink> : null}
      </div>
    </ActionForm>
  );
}
