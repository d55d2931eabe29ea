import { Button } from "@/components/ui/button";
import { FocusTarget } from "@/components/ui/focus-target";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ClaimDefinition } from "@/lib/db/people/claims";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import type { ClaimValue } from "@/lib/oauth/tokens/defined-claims";
import { ActionForm } from "./action-form";
import { FormField } from "./form-field";
import { FormSelect } from "./form-select";
import { FormTextArea } from "./form-text-area";

/** One of the operator's own claims, as it is about a person. */
export interface ShownClaim extends Pick<ClaimDefinition, "name" | "type" | "label" | "labels"> {
  /** null: none */
  value: ClaimValue | null;
  /** the same as it is typed */
  typed: string;
  /** whoever looks may change it */
  isEditable: boolean;
}

export interface ClaimListProps {
  words: Words;
  claims: readonly ShownClaim[];
  /** the page without a query */
  path: string;
  /** the name of the claim whose editor is open, from the address */
  asked: unknown;
  /** saves the value of a claim, unless it is another one than the page shows */
  actionOf: (claim: ShownClaim) => FormAction;
}

/** The operator's own claims about a person, each with its editor in place. */
export function ClaimList({ words, claims, path, asked, actionOf }: ClaimListProps) {
  return (
    <ul className="grid gap-4 text-sm">
      {claims.map((claim) => {
        const isOpen = claim.isEditable && claim.name === asked;
        return (
          <li key={claim.name} className="grid min-w-0 gap-2">
            {isOpen ? (
              <ClaimEditor words={words} claim={claim} path={path} action={actionOf(claim)} />
            ) : (
              <ClaimRow words={words} claim={claim} path={path} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface ClaimProps {
  words: Words;
  claim: ShownClaim;
  path: string;
}

function ClaimRow({ words, claim, path }: ClaimProps) {
  const texts = words.common.claims;
  const label = labelOf(claim, words);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <div className="min-w-0">
        <p className="font-semibold">{label}</p>
        <p className="wrap-anywhere text-fg-muted">{describeValue(claim.value, words)}</p>
      </div>
      {claim.isEditable ? (
        <InPlaceLink
          id={linkId(claim)}
          size="sm"
          href={`${path}?${new URLSearchParams({ claim: claim.name })}`}
          label={texts.changeLabel(label)}
        >
          {texts.change}
        </InPlaceLink>
      ) : null}
    </div>
  );
}

function ClaimEditor({ words, claim, path, action }: ClaimProps & { action: FormAction }) {
  const texts = words.common.claims;
  const label = labelOf(claim, words);
  const field = { id: "value", label, defaultValue: claim.typed };
  return (
    <ActionForm
      action={action}
      errorTitle={words.common.errorTitle(label)}
      label={texts.changeLabel(label)}
      closedBy="cancel-claim"
      className="grid max-w-md gap-3"
    >
      <FocusTarget id="value" />
      {claim.type === "flag" ? (
        <FormSelect
          {...field}
          options={[
            { value: "", label: texts.none },
            { value: "true", label: texts.yes },
            { value: "false", label: texts.no },
          ]}
        />
      ) : null}
      {claim.type === "list" ? <FormTextArea {...field} hint={`${texts.listHint} ${texts.empty}`} rows={4} /> : null}
      {claim.type === "text" || claim.type === "number" ? (
        <FormField {...field} hint={texts.empty} inputMode={claim.type === "number" ? "decimal" : "text"} />
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button variant="primary">{texts.save}</Button>
        <InPlaceLink id="cancel-claim" href={path} heir={linkId(claim)}>
          {texts.cancel}
        </InPlaceLink>
      </div>
    </ActionForm>
  );
}

/** Ids hold no character that a claim's name can have and an address cannot. */
function linkId({ name }: ShownClaim): string {
  return `claim-${encodeURIComponent(name)}`;
}

function labelOf({ label, labels }: ShownClaim, words: Words): string {
  return labels[words.common.language] ?? label;
}

function describeValue(value: ClaimValue | null, words: Words): string {
  const texts = words.common.claims;
  if (value === null) return texts.none;
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  return typeof value === "number" ? words.formats.formatNumber(value) : value;
}
