import type { ReactNode } from "react";
import { FlashStatus } from "@/components/ui/flash-status";
import { readFlash } from "@/lib/forms/flash";

export interface AccountHeadingProps {
  title: ReactNode;
  intro?: ReactNode;
  /** above the heading, such as the way back */
  before?: ReactNode;
}

/** The start of every page of the account area: its heading, and what the last action did. */
export async function AccountHeading({ title, intro, before }: AccountHeadingProps) {
  return (
    <div className="grid gap-2">
      {before ? <div className="mb-1">{before}</div> : null}
      <h1 id="page-title" tabIndex={-1} className="text-2xl font-[650] wrap-anywhere">
        {title}
      </h1>
      {intro ? <p className="max-w-measure text-fg-muted">{intro}</p> : null}
      <div className="has-[[role=status]>*]:mt-4">
        <FlashStatus flash={await readFlash()} />
      </div>
    </div>
  );
}
