import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import type { DataColumn } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ShownToken, TokenState } from "@/lib/admin/initial-tokens";
import { getWords } from "@/lib/i18n/words";
import { FramedTable } from "./framed-table";

const tones: Record<TokenState, BadgeTone> = {
  live: "success",
  expired: "warning",
  used_up: "neutral",
  revoked: "neutral",
};

const path = "/admin/registration";

/** Initial access tokens: what for, how much is left of each, and who made it. */
export function TokenList({ tokens, now }: { tokens: readonly ShownToken[]; now: Date }) {
  const words = getWords().admin.tokens;
  const columns: DataColumn<ShownToken>[] = [
    {
      key: "note",
      header: words.note,
      isRowHeader: true,
      cell: (token) => (
        <span className="flex flex-wrap items-center gap-2">
          {token.note ?? <span className="font-normal text-fg-muted">{words.noNote}</span>}
          {token.isTrusted ? <Badge tone="info">{words.trusted}</Badge> : null}
        </span>
      ),
    },
    {
      key: "uses",
      header: words.usesLeft,
      cell: ({ usesLeft }) => (
        <span className="tabular-nums">{usesLeft === null ? words.anyNumber : usesLeft.toLocaleString("en-GB")}</span>
      ),
    },
    {
      key: "expires",
      header: words.expires,
      cell: ({ expiresAt }) => (expiresAt ? <Time value={expiresAt} format="relative" now={now} /> : words.never),
    },
    {
      key: "made",
      header: words.made,
      cell: ({ createdAt, createdByEmail }) => (
        <>
          <Time value={createdAt} format="relative" now={now} />{" "}
          <span className="text-fg-muted">{createdByEmail ? words.madeBy(createdByEmail) : words.byOperator}</span>
        </>
      ),
    },
    {
      key: "lastUsed",
      header: words.lastUsed,
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <Time value={lastUsedAt} format="relative" now={now} /> : words.neverUsed,
    },
    {
      key: "state",
      header: words.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{words.states[state]}</Badge>,
    },
    {
      key: "action",
      header: <span className="sr-only">{words.action}</span>,
      align: "end",
      cell: ({ id, note, state }) =>
        state === "live" ? (
          <LinkButton size="sm" href={`${path}?revoke=${id}#revoke`} aria-label={words.revokeLabel(note ?? id)}>
            {words.revoke}
          </LinkButton>
        ) : null,
    },
  ];
  return <FramedTable caption={words.caption} columns={columns} rows={tokens} rowKey={(token) => token.id} />;
}

/** Asks before a token stops working. */
export function RevokeToken({ token, revoke }: { token: ShownToken; revoke: (id: string) => Promise<void> }) {
  const words = getWords().admin.tokens;
  return (
    <section
      id="revoke"
      aria-labelledby="revoke-title"
      className="grid gap-3 rounded-control border border-danger/60 bg-surface p-4 text-sm"
    >
      <h3 id="revoke-title" className="text-base font-semibold wrap-anywhere">
        {words.confirmTitle(token.note ?? token.id)}
      </h3>
      <p>{words.confirmBody}</p>
      <div className="flex flex-wrap gap-3">
        <LinkButton href={path} autoFocus>
          {words.keep}
        </LinkButton>
        <form action={revoke.bind(null, token.id)}>
          <Button variant="danger">{words.confirm}</Button>
        </form>
      </div>
    </section>
  );
}
