import type { ReactNode } from "react";
import type { Flash } from "@/components/ui/flash-note";
import { FlashStatus } from "@/components/ui/flash-status";
import type { PageContext, SignedIn } from "@/components/ui/page-context";
import { PageFrame, PageMain } from "@/components/ui/page-shell";
import type { Words } from "@/lib/i18n/words";

export interface ConsoleFrameProps {
  words: Words;
  page: PageContext;
  user: SignedIn;
  /** which area the page is in */
  area: "console" | "admin";
  /** a `ConsoleMain` */
  children: ReactNode;
}

/** The frame around the pages of the console and, for administrators, of the administration. */
export function ConsoleFrame({ words, page, user, area, children }: ConsoleFrameProps) {
  return (
    <PageFrame words={words} page={page} user={user} area={area}>
      {children}
    </PageFrame>
  );
}

export interface ConsoleMainProps {
  /** what the last action did */
  flash: Flash | null;
  sidebar?: ReactNode;
  children: ReactNode;
}

/** The content of those pages, below what the last action did. */
export function ConsoleMain({ flash, sidebar, children }: ConsoleMainProps) {
  return (
    <PageMain sidebar={sidebar}>
      <div className="has-[[role=status]>*]:mb-6">
        <FlashStatus flash={flash} />
      </div>
      <div className="grid gap-6">{children}</div>
    </PageMain>
  );
}
