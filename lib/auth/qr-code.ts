import { encode } from "uqr";

/** A QR code as one path in a square of `size` units, with its quiet zone. */
export interface QrCode {
  size: number;
  path: string;
}

/** @see ISO/IEC 18004 */
export function drawQrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { size, path };
}
