"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { SecretOnce, type SecretOnceWords } from "@/components/console/secret-once";
import type { UriWords } from "@/components/console/uri-check";
import { UriField } from "@/components/console/uri-field";
import { FormStateProvider } from "@/components/forms/action-form";
import { FormProblem } from "@/components/forms/form-problem";
import { untouched } from "@/components/forms/untouched";
import { useKeptForm } from "@/components/forms/use-kept-form";
import { Button, LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import type { RegisteredApp } from "@/lib/console/registration-form";
import type { FormAction } from "@/lib/forms/answer";
import type { RedirectUriContext } from "@/lib/oauth/client/redirect-uri";

export interface RegisterFormProps {
  action: FormAction<RegisteredApp>;
  /** fields that came from step 1, and the key that makes a second send harmless */
  hidden: Record<string, string>;
  /** null: nobody comes back to this kind of client */
  uris: { context: RedirectUriContext; hint: string; frameworks: { value: string; label: string }[] } | null;
  backHref: string;
  errorTitle: string;
  /** the question, until it is answered */
  intro: ReactNode;
  /** what the client starts with */
  defaults: ReactNode;
  words: SecretOnceWords & {
    uris: string;
    uri: UriWords;
    framework: string;
    fill: string;
    submit: string;
    back: string;
    doneIntro: string;
    clientId: string;
    copyClientId: string;
    open: string;
    openQuickstart: string;
    addUriNext: string;
    addUri: string;
    changePreset: string;
  };
}

/** Step 2 and its result: the answer to the form shows the new client with its secret, this once. */
export function RegisterForm(props: RegisterFormProps) {
  const { words } = props;
  const { state, props: formProps } = useKeptForm(props.action, untouched, props.errorTitle);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!state.shown) return;
    document.title = state.shown.title;
    heading.current?.focus();
    // A reload shows the app, and not the form again.
    window.history.replaceState(window.history.state, "", state.shown.href);
  }, [state]);

  if (state.shown) {
    const registered = state.shown;
    return (
      <div className="grid gap-6 rounded-card border border-border bg-surface p-4 sm:p-6">
        <div className="grid gap-1">
          <h2 ref={heading} tabIndex={-1} className="text-xl font-heading">
            {registered.title}
          </h2>
          <p className="text-fg-muted">{words.doneIntro}</p>
        </div>
        <div className="grid gap-1 text-sm">
          <span className="font-semibold">{words.clientId}</span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <code id="client-id" className="min-w-0">
              {registered.clientId}
            </code>
            <CopyButton
              value={registered.clientId}
              label={words.copy}
              copiedLabel={words.copied}
              accessibleLabel={words.copyClientId}
            />
          </span>
        </div>
        <SecretOnce secret={registered.clientSecret} env={registered.env} words={words} hasOwnHeading />
        {registered.preset ? (
          <Note tone="info" title={registered.preset.title}>
            <ul className="grid list-disc gap-1 ps-5">
              {registered.preset.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p>
              <a href={`${registered.href}/settings`} className="inline-flex min-h-6 items-center">
                {words.changePreset}
              </a>
            </p>
          </Note>
        ) : null}
        {registered.addUriHref ? (
          <Note tone="info">
            <p>{words.addUriNext}</p>
            <p>
              <a href={registered.addUriHref}>{words.addUri}</a>
            </p>
          </Note>
        ) : null}
        <div className="flex flex-wrap gap-3">
          <LinkButton variant="primary" href={registered.href}>
            {words.open}
          </LinkButton>
          <LinkButton href={registered.quickstartHref}>{words.openQuickstart}</LinkButton>
        </div>
      </div>
    );
  }
  return (
    <FormStateProvider state={state}>
      <form {...formProps} className="grid gap-6">
        {props.intro}
        <FormProblem state={state} />
        {Object.entries(props.hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {/* Enter in a field presses the first button of a form: it must not be one that fills in. */}
        <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" />
        {props.uris ? (
          <div className="grid gap-4">
            {props.uris.frameworks.length > 0 ? (
              <div className="flex flex-wrap items-end gap-3">
                <Select
                  key={state.attempt}
                  id="framework"
                  label={words.framework}
                  options={props.uris.frameworks}
                  defaultValue={state.values.framework ?? ""}
                />
                <Button name="intent" value="fill" variant="secondary">
                  {words.fill}
                </Button>
              </div>
            ) : null}
            <UriField
              id="redirectUris"
              label={words.uris}
              hint={props.uris.hint}
              isMultiple
              context={props.uris.context}
              words={words.uri}
            />
          </div>
        ) : null}
        {props.defaults}
        <div className="flex flex-wrap gap-3">
          <Button variant="primary">{words.submit}</Button>
          <LinkButton variant="secondary" href={props.backHref}>
            {words.back}
          </LinkButton>
        </div>
      </form>
    </FormStateProvider>
  );
}
