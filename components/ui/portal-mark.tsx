export interface PortalMarkProps {
  /** the address of the portal's own logo; null: it has none */
  src: string | null;
  className?: string;
}

/** The portal's logo, otherwise Portico's sign, an arch within an arch. Decorative beside the portal's name. */
export function PortalMark({ src, className = "size-6" }: PortalMarkProps) {
  // biome-ignore lint/performance/noImgElement: the picture is small already, and its address never changes
  if (src) return <img src={src} alt="" className={`${className} rounded-small object-contain`} />;
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M7.5 25V14.5a8.5 8.5 0 0 1 17 0V25M13 25v-9.5a3 3 0 0 1 6 0V25"
        fill="none"
        strokeWidth="2.5"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
    </svg>
  );
}
