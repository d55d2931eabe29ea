import { ShieldAlert } from "lucide-react";
import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import type { ConsentView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";
import { DestinationBox } from "./destination-box";
import { GrantedPermissions, OptionalPermissionRow, PermissionFrame, PermissionRow } from "./permission-list";
import { TechnicalDetails } from "./technical-details";

export interface ConsentFormProps {
  words: Words;
  view: ConsentView;
  csrf: string;
  destination: FormDestination;
  /** what was ticked and typed when the form was refused; null: it was not */
  sent: SentConsent | null;
}

export interface SentConsent {
  scopes: readonly string[];
  typedHost: string;
  lifetime: string;
  /** the typed host is not the one on the page */
  isHostWrong: boolean;
}

/**
 * What is requested, where the answer goes, and two buttons of the same size. Enter in the form presses the first
 * submit button, which is Cancel, so that nothing is allowed by accident.
 */
export function ConsentForm({ words, view, csrf, destination, sent }: ConsentFormProps) {
  const texts = words.auth.consent;
  const shown = view.newCount > 0 ? view.required.filter(({ isNew }) => isNew) : view.required;
  const folded = view.newCount > 0 ? view.required.filter(({ isNew }) => !isNew) : [];
  const allow = view.isSignInOnly && view.newCount === 0 ? texts.continueAs(view.personName) : texts.allow;
  return (
    <form method="post" action="/consent/submit" className="grid gap-4 sm:gap-5">
      <HiddenFields csrf={csrf} destination={destination} />
      <input type="hidden" name="revision" value={view.revision} />
      <input type="hidden" name="lang" value={words.common.language} />
      {/* Enter after typing presses the first button of the form: it must neither allow nor throw the request away. */}
      {view.typedHost ? <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" /> : null}
      {shown.length > 0 || view.isOffline ? (
        <section className="grid gap-2">
          <h2 id="required-title" className="text-sm font-semibold">
            {view.isSignInOnly ? texts.willKnow(view.app.name) : texts.willBeAble(view.app.name)}
          </h2>
          <PermissionFrame labelledBy="required-title">
            {shown.map((permission) => (
              <PermissionRow words={words} key={permission.name} permission={permission} />
            ))}
            {view.offline && (view.newCount === 0 || view.offline.isNew) ? (
              <PermissionRow words={words} permission={view.offline} />
            ) : null}
          </PermissionFrame>
          {folded.length > 0 ? <GrantedPermissions words={words} permissions={folded} /> : null}
          {view.isOffline || view.isSignInOnly ? null : <p className="text-sm text-fg-muted">{texts.whileHere}</p>}
        </section>
      ) : null}
      {view.optional.length > 0 ? (
        <section className="grid gap-2">
          <h2 id="optional-title" className="text-sm font-semibold">
            {texts.optionalTitle}
          </h2>
          <PermissionFrame labelledBy="optional-title">
            {view.optional.map((permission) => (
              <OptionalPermissionRow
                words={words}
                key={permission.name}
                permission={permission}
                isTicked={sent ? sent.scopes.includes(permission.name) : permission.grantedAt !== null}
              />
            ))}
          </PermissionFrame>
        </section>
      ) : null}
      {view.replaced.length > 0 ? (
        <div className="grid gap-1 text-sm">
          <p>{texts.replaces(view.app.name)}</p>
          <ul className="list-disc ps-5">
            {view.replaced.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <Select
        id="consent-lifetime"
        size="lg"
        label={texts.lifetime.label}
        hint={view.lifetimeHint}
        options={view.lifetimes}
        defaultValue={sent?.lifetime || view.lifetimes.at(-1)?.value}
      />
      <TechnicalDetails words={words} view={view} />
      <div className="grid gap-3">
        {view.warning ? <Note tone="warning">{texts.warnings[view.warning]}</Note> : null}
        <DestinationBox words={words} destination={view.destination} />
      </div>
      {view.typedHost ? (
        <div className="grid gap-3 rounded-card border border-border-control p-4">
          <p className="flex items-start gap-2 text-sm font-semibold">
            <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning-fg" />
            {texts.typedTitle}
          </p>
          <Field
            id="typed-host"
            label={texts.typedHost(view.typedHost)}
            error={sent?.isHostWrong ? texts.typedHostProblem(view.typedHost) : undefined}
            defaultValue={sent?.typedHost}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </div>
      ) : null}
      <div className="grid grid-cols-2 gap-3 max-[22rem]:grid-cols-1">
        <Button id="consent-deny" name="answer" value="deny" variant="secondary" size="lg">
          {texts.cancel}
        </Button>
        <Button id="consent-allow" name="answer" value="allow" variant="primary" size="lg">
          <span className="min-w-0 wrap-anywhere">
            <bdi>{allow}</bdi>
          </span>
        </Button>
      </div>
    </form>
  );
}
