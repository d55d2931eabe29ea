import { FramedTable } from "@/components/admin/framed-table";
import { PressForm } from "@/components/forms/press-form";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { DataColumn } from "@/components/ui/data-table";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { Time } from "@/components/ui/time";
import type { ShownToken, TokenState } from "@/lib/admin/initial-tokens";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

const tones: Record<TokenState, BadgeTone> = {
  live: "success",
  expired: "warning",
  used_up: "neutral",
  revoked: "neutral",
};

const PATH = "/admin/registration";

/** Initial access tokens: what for, how much is left of each, and who made it. */
export function TokenList({ words, tokens, now }: { words: Words; tokens: readonly ShownToken[]; now: Date }) {
  const texts = words.admin.tokens;
  const columns: DataColumn<ShownToken>[] = [
    {
      key: "note",
      header: texts.note,
      isRowHeader: true,
      cell: (token) => (
        <span className="flex flex-wrap items-center gap-2">
          {token.note ? <bdi>{token.note}</bdi> : <span className="font-normal text-fg-muted">{texts.noNote}</span>}
          {token.isTrusted ? <Badge tone="info">{texts.trusted}</Badge> : null}
        </span>
      ),
    },
    {
      key: "uses",
      header: texts.usesLeft,
      cell: ({ usesLeft }) => (
        <span className="tabular-nums">
          {usesLeft === null ? texts.anyNumber : words.formats.formatNumber(usesLeft)}
        </span>
      ),
    },
    {
      key: "expires",
      header: texts.expires,
      cell: ({ expiresAt }) =>
        expiresAt ? <Time words={words} value={expiresAt} format="relative" now={now} /> : texts.never,
    },
    {
      key: "made",
      header: texts.made,
      cell: ({ createdAt, createdByEmail }) => (
        <>
          <Time words={words} value={createdAt} format="relative" now={now} />{" "}
          <span className="text-fg-muted">{createdByEmail ? texts.madeBy(createdByEmail) : texts.byOperator}</span>
        </>
      ),
    },
    {
      key: "lastUsed",
      header: texts.lastUsed,
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <Time words={words} value={lastUsedAt} format="relative" now={now} /> : texts.neverUsed,
    },
    {
      key: "state",
      header: texts.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{texts.states[state]}</Badge>,
    },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: ({ id, note, state }) =>
        state === "live" ? (
          <InPlaceLink
            id={`revoke-${id}`}
            size="sm"
            href={`${PATH}?revoke=${id}#revoke`}
            label={texts.revokeLabel(note ?? id)}
          >
            {texts.revoke}
          </InPlaceLink>
        ) : null,
    },
  ];
  return <FramedTable caption={texts.caption} columns={columns} rows={tokens} rowKey={(token) => token.id} />;
}

/** Asks before a token stops working. */
export function RevokeToken({ words, token, revoke }: { words: Words; token: ShownToken; revoke: FormAction }) {
  const texts = words.admin.tokens;
  return (
    <section
      id="revoke"
      aria-labelledby="revoke-title"
      className="grid gap-3 rounded-control border border-danger/60 bg-surface p-4 text-sm"
    >
      <h3 id="revoke-title" className="text-base font-semibold wrap-anywhere">
        {texts.confirmTitle(token.note ?? token.id)}
      </h3>
      <p>{texts.confirmBody}</p>
      <div className="flex flex-wrap gap-3">
        <InPlaceLink href={PATH} isFocused heir={`revoke-${token.id}`}>
          {texts.keep}
        </InPlaceLink>
        <PressForm action={revoke} heir="tokens-title">
          <Button variant="danger">{texts.confirm}</Button>
        </PressForm>
      </div>
    </section>
  );
}
