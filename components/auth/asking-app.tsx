import { AppLogo } from "@/components/ui/app-logo";

/** "to continue to Acme Calendar", without a link, because leaving the page would lose the request. */
export function AskingApp({ lead, name, logoSrc }: { lead: string; name: string; logoSrc: string | null }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span>{lead}</span>
      <span className="inline-flex min-w-0 items-center gap-2 font-semibold text-fg">
        <AppLogo name={name} src={logoSrc} size="xs" />
        <bdi className="min-w-0 wrap-anywhere">{name}</bdi>
      </span>
    </p>
  );
}
