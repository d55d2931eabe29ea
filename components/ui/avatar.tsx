import { getInitials } from "./app-logo";

/** A person's initials. Decorative: the name or the address always stands beside it. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-grid size-8 shrink-0 place-items-center rounded-full border border-border bg-accent-soft text-xs font-semibold text-accent-soft-fg select-none"
    >
      {getInitials(name)}
    </span>
  );
}
