export interface QrCodeProps {
  /** of the square, in the units of the path */
  size: number;
  /** the dark modules */
  path: string;
  /** what it holds, and what to do without a camera */
  label: string;
}

/** A QR code, dark on light in every theme: many cameras read no other. */
export function QrCode({ size, path, label }: QrCodeProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 max-w-full rounded-control border border-border forced-color-adjust-none"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
