import clsx from "clsx";
import { getInitials } from "./app-logo";

const sizes = { sm: "size-8 text-xs", lg: "size-20 text-2xl" };

export interface AvatarProps {
  name: string;
  /** on this portal's own origin; initials are shown without it */
  src?: string | null;
  size?: keyof typeof sizes;
}

/** A person's picture, or their initials. Decorative: the name or the address always stands beside it. */
export function Avatar({ name, src, size = "sm" }: AvatarProps) {
  const className = clsx("shrink-0 rounded-full border border-border", sizes[size]);
  // biome-ignore lint/performance/noImgElement: a small picture from our own origin, which needs no loader in the browser.
  if (src) return <img src={src} alt="" className={clsx(className, "bg-white object-cover")} />;
  return (
    <span
      aria-hidden="true"
      className={clsx(
        className,
        "inline-grid place-items-center bg-accent-soft font-semibold text-accent-soft-fg select-none",
      )}
    >
      {getInitials(name)}
    </span>
  );
}
