"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

type Values = Record<string, string>;

const NOTHING: Values = {};

const TypedBeforeContext = createContext<Values>(NOTHING);

/** What the forms of this page start with, because it was typed before the person had to sign in anew. */
export function useTypedBefore(): Values {
  return useContext(TypedBeforeContext);
}

/** Gives the forms of a page what was typed in them before; ids are unique on a page, so each finds its own. */
export function TypedBeforeProvider({ path, values, children }: { path: string; values: Values; children: ReactNode }) {
  const pathname = usePathname();
  const [isLeft, setLeft] = useState(false);
  // The layout stays while pages change, and whoever comes back later begins anew.
  useEffect(() => {
    if (pathname !== path) setLeft(true);
  }, [pathname, path]);
  return <TypedBeforeContext value={isLeft ? NOTHING : values}>{children}</TypedBeforeContext>;
}
