import { ShieldAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import type { ConsentView } from "@/lib/auth/consent-view";
import { getWords } from "@/lib/i18n/words";
import { DestinationBox } from "./destination-box";
import { type FormDestination, HiddenFields } from "./hidden-fields";
import { GrantedPermissions, OptionalPermissionRow, PermissionFrame, PermissionRow } from "./permission-list";
import { TechnicalDetails } from "./technical-details";

export interface ConsentFormProps {
  view: ConsentView;
  csrf: string;
  destination: FormDestination;
  /** what was ticked and typed when the form came back; null: it did not */
  sent: SentConsent | null;
}

export interface SentConsent {
  scopes: readonly string[];
  typedHost: string;
  /** the host was not typed as it stands */
  isHostWrong: boolean;
}

/**
 * What is asked for, where the answer goes, and two answers of the same size. Enter in the form presses the first submit
 * button, which is Cancel: nothing is allowed by accident.
 */
export function ConsentForm({ view, csrf, destination, sent }: ConsentFormProps) {
  const words = getWords().auth.consent;
  const shown = view.newCount > 0 ? view.required.filter(({ isNew }) => isNew) : view.required;
  const folded = view.newCount > 0 ? view.required.filter(({ isNew }) => !isNew) : [];
  const allow = view.isSignInOnly && view.newCount === 0 ? words.continueAs(view.personName) : words.allow;
  return (
    <form method="post" action="/consent/submit" className="grid gap-4 sm:gap-5">
      <HiddenFields csrf={csrf} destination={destination} />
      {/* Enter after typing presses the first button of the form: it must neither allow nor throw the request away. */}
      {view.typedHost ? <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" /> : null}
      {shown.length > 0 || view.isOffline ? (
        <section className="grid gap-2">
          <h2 id="required-title" className="text-sm font-semibold">
            {view.isSignInOnly ? words.willKnow(view.app.name) : words.willBeAble(view.app.name)}
          </h2>
          <PermissionFrame labelledBy="required-title">
            {shown.map((permission) => (
              <PermissionRow key={permission.name} permission={permission} />
            ))}
            {view.offline && (view.newCount === 0 || view.offline.isNew) ? (
              <PermissionRow permission={view.offline} />
            ) : null}
          </PermissionFrame>
          {folded.length > 0 ? <GrantedPermissions permissions={folded} /> : null}
          {view.isOffline || view.isSignInOnly ? null : <p className="text-sm text-fg-muted">{words.whileHere}</p>}
        </section>
      ) : null}
      {view.optional.length > 0 ? (
        <section className="grid gap-2">
          <h2 id="optional-title" className="text-sm font-semibold">
            {words.optionalTitle}
          </h2>
          <PermissionFrame labelledBy="optional-title">
            {view.optional.map((permission) => (
              <OptionalPermissionRow
                key={permission.name}
                permission={permission}
                isTicked={sent ? sent.scopes.includes(permission.name) : permission.grantedAt !== null}
              />
            ))}
          </PermissionFrame>
        </section>
      ) : null}
      <TechnicalDetails view={view} />
      <div className="grid gap-3">
        {view.warning ? <Note tone="warning">{words.warnings[view.warning]}</Note> : null}
        <DestinationBox destination={view.destination} />
      </div>
      {view.typedHost ? (
        <div className="grid gap-3 rounded-card border border-border-control p-4">
          <p className="flex items-start gap-2 text-sm font-semibold">
            <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning-fg" />
            {words.typedTitle}
          </p>
          <Field
            id="typed-host"
            label={words.typedHost(view.typedHost)}
            error={sent?.isHostWrong ? words.typedHostProblem(view.typedHost) : undefined}
            defaultValue={sent?.typedHost}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </div>
      ) : null}
      <div className="grid grid-cols-2 gap-3 max-[22rem]:grid-cols-1">
        <Button id="consent-deny" name="answer" value="deny" variant="secondary" size="lg">
          {words.cancel}
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
