import type { ReactNode } from "react";
import { ConsoleMain } from "@/components/console/console-shell";
import { readFlash } from "@/lib/forms/flash";

/** Pages of the console without a navigation of their own. */
export default async function WideLayout({ children }: { children: ReactNode }) {
  return <ConsoleMain flash={await readFlash()}>{children}</ConsoleMain>;
}
