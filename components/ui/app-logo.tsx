import clsx from "clsx";

/** The initials of an app without a reviewed logo: the first letters of its first two words. */
export function getInitials(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map(firstLetter) : [firstLetter(words[0] ?? "")];
  return letters.join("").toUpperCase() || "?";
}

function firstLetter(word: string): string {
  return [...word][0] ?? "";
}

const sizes = {
  xs: "size-6 rounded-small text-xs",
  sm: "size-8 text-sm",
  md: "size-10 text-base",
  lg: "size-14 text-xl",
};

export interface AppLogoProps {
  name: string;
  /** on this portal's own origin, and reviewed; initials are shown without it */
  src?: string | null;
  size?: keyof typeof sizes;
}

/** An app's logo, or its initials. Decorative, because the name is always beside it. */
export function AppLogo({ name, src, size = "md" }: AppLogoProps) {
  const className = clsx("shrink-0 border border-border", size !== "xs" && "rounded-card", sizes[size]);
  // biome-ignore lint/performance/noImgElement: a small picture from our own origin, which needs no loader in the browser.
  if (src) return <img src={src} alt="" className={clsx(className, "bg-white object-contain")} />;
  return (
    <span
      aria-hidden="true"
      className={clsx(className, "inline-grid place-items-center bg-sunken font-semibold text-fg-muted select-none")}
    >
      {getInitials(name)}
    </span>
  );
}
