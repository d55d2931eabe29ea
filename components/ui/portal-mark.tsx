/** The portal's sign: an arch within an arch. Decorative beside the portal's name. */
export function PortalMark({ className = "size-6" }: { className?: string }) {
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
